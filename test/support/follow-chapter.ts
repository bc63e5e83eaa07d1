/** Executes the steps of a chapter, from the first block to the last, in a folder of its own. */
import { spawn } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect } from "vitest";
import { loadProject } from "../../src/project/load-project.js";
import { readPlugin } from "../../src/sources/plugins.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";
import { CACHES } from "./cli.js";
import { isAsShown, type GuideCommand, type GuideStep } from "./guide-chapter.js";
import { temporaryFolder, variablesOf, writeFiles } from "./project.js";

const bin = join(import.meta.dirname, "../../bin/headwater.js");

export interface ChapterWorld {
  /** Variables of the chapter's commands. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Puts what the chapter takes for granted into its folder. */
  readonly prepare?: (directory: string) => void | Promise<void>;
  /** Runs a block of SQL, as the administrator whom the chapter speaks to. */
  readonly sql?: (text: string) => Promise<unknown>;
}

export async function followChapter(
  steps: readonly GuideStep[],
  world: ChapterWorld = {},
): Promise<void> {
  const folder = await temporaryFolder();
  const environment = { ...(await chapterEnvironment(folder)), ...world.variables };
  const directory = join(folder, "project");
  await mkdir(directory);
  await world.prepare?.(directory);
  for (const step of steps) {
    if (step.kind === "file") await writeFiles(directory, { [step.path]: step.content });
    else if (step.kind === "sql") {
      if (!world.sql) throw new Error(`Nothing executes the SQL of this chapter:\n${step.text}`);
      await world.sql(step.text);
    } else if (step.kind === "part") {
      expect([step.yaml, await complaints(step.yaml, directory)]).toEqual([step.yaml, []]);
    } else {
      let output = "";
      for (const command of step.commands) output += await runs(command, directory, environment);
      if (step.output !== undefined && !isAsShown(output, step.output)) {
        expect(output).toBe(step.output);
      }
    }
  }
}

/** `headwater` on the path, and nothing of this machine's user; the code that is kept is that of all tests. */
async function chapterEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  const path = join(folder, "bin");
  await mkdir(path);
  await writeFile(join(path, "headwater"), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
  await chmod(join(path, "headwater"), 0o755);
  return {
    PATH: `${path}${delimiter}${process.env["PATH"] ?? ""}`,
    HOME: folder,
    XDG_CACHE_HOME: CACHES,
    COLUMNS: "100",
    SHOP_PASSWORD: "secret",
  };
}

/**
 * What a command prints, on either stream; it must end with the exit code that the chapter says.
 */
async function runs(
  { line, exitCode }: GuideCommand,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const child = spawn("sh", ["-c", `exec 2>&1; exec ${line}`], { cwd, env });
  child.stdin.end();
  let output = "";
  for await (const chunk of child.stdout) {
    output += String(chunk);
    const address = line.startsWith("headwater serve") && /http:\/\/\S+/.exec(output)?.[0];
    if (address && !child.killed) {
      expect((await fetch(address)).status).toBe(200);
      child.kill("SIGINT");
    }
    if (output.includes("It runs again every") && !child.killed) child.kill("SIGINT");
  }
  const code = await new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once("close", resolve);
  });
  if (code !== exitCode) throw new Error(`\`${line}\` ended with ${String(code)}:\n${output}`);
  return output;
}

/** What reading a part says, beside the project that the chapter has so far. */
async function complaints(yaml: string, project: string): Promise<string[]> {
  const part = await temporaryFolder();
  await writeFiles(part, { "part.yml": yaml });
  const root = `includes: [${JSON.stringify(project)}, part.yml]\n`;
  await writeFiles(part, { "headwater.yml": root });
  const { diagnostics } = await loadProject({
    directory: part,
    processEnv: variablesOf(yaml),
    sourceTypes: SOURCE_TYPES,
    readPlugin,
  });
  return diagnostics
    .filter(({ at }) => at?.file === "part.yml")
    .map(({ code, message }) => `${code}: ${message}`);
}
