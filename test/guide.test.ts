/** Every chapter of the guide, executed from its first block to its last in a folder of its own. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { loadProject } from "../src/project/load-project.js";
import { readPlugin } from "../src/sources/plugins.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import {
  isAsShown,
  readChapter,
  type GuideCommand,
  type GuideStep,
} from "./support/guide-chapter.js";
import { temporaryFolder, writeFiles } from "./support/project.js";

const guide = join(import.meta.dirname, "../docs/guide");
const bin = join(import.meta.dirname, "../bin/headwater.js");
const chapters = readdirSync(guide).filter((file) => file.endsWith(".md"));

test.each(chapters)("the guide's %s works as it says", (chapter) =>
  follow(readChapter(join(guide, chapter))),
);

test("README's first project works as it says", () =>
  follow(readChapter(join(guide, "../../README.md"), "A first project")));

async function follow(steps: readonly GuideStep[]): Promise<void> {
  const folder = await temporaryFolder();
  const environment = await chapterEnvironment(folder);
  const directory = join(folder, "project");
  await mkdir(directory);
  for (const step of steps) {
    if (step.kind === "file") await writeFiles(directory, { [step.path]: step.content });
    else if (step.kind === "part") {
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

/** `headwater` on the path, and nothing of this machine's user. */
async function chapterEnvironment(folder: string): Promise<NodeJS.ProcessEnv> {
  const path = join(folder, "bin");
  await mkdir(path);
  await writeFile(join(path, "headwater"), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
  await chmod(join(path, "headwater"), 0o755);
  return {
    PATH: `${path}${delimiter}${process.env["PATH"] ?? ""}`,
    HOME: folder,
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
    processEnv: { SHOP_PASSWORD: "secret" },
    sourceTypes: SOURCE_TYPES,
    readPlugin,
  });
  return diagnostics
    .filter(({ at }) => at?.file === "part.yml")
    .map(({ code, message }) => `${code}: ${message}`);
}
