import { appendFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { createDiagnostic } from "../../diagnostics/index.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { SCHEMA_FILE, schemaText } from "../editor-schema.js";
import { starterProject } from "../starter-project.js";
import { jsonText } from "../text/json-text.js";
import { singleLine } from "../text/plain-text.js";
import { UsageError } from "../usage.js";

const PROJECT_FILE = /^(headwater|project\.visivo|visivo_project)\.ya?ml$/;

export const initCommand: CommandModule = {
  configure: (command) => {
    command.argument("[folder]", "where to write it; made when it is not there (default: here)");
  },
  run: init,
};

/** Writes the starter project; overwrites nothing. */
async function init(command: Command, { terminal }: CommandContext): Promise<number> {
  const options = command.opts<CommonOptions>();
  const folder = resolve(terminal.directory, options.projectDir ?? ".", command.args[0] ?? ".");
  const shown = shownPath(terminal.directory, folder);
  const files = new Map([
    ...starterProject(basename(folder) || "headwater"),
    [SCHEMA_FILE, await schemaText()],
  ]);
  await refuseExisting(folder, shown, files);
  for (const [name, content] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    if (name === ".gitignore") await addLines(join(folder, name), content);
    else await writeFile(join(folder, name), content, { flag: "wx" });
  }
  const next = [...(shown === "." ? [] : [`cd ${quoted(shown)}`]), "headwater serve --open"];
  if (options.json) {
    terminal.out.write(`${jsonText({ directory: folder, files: [...files.keys()], next }, 2)}\n`);
    return EXIT.fine;
  }
  const { green, bold } = terminal.out.colors;
  for (const name of files.keys()) {
    terminal.out.write(`${green("+")} ${singleLine(join(shown, name))}\n`);
  }
  terminal.out.write(`\nNext:\n${next.map((line) => `  ${bold(line)}\n`).join("")}`);
  return EXIT.fine;
}

async function refuseExisting(
  folder: string,
  shown: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const present = await readdir(folder).catch(() => []);
  const project = present.find((name) => PROJECT_FILE.test(name));
  if (project !== undefined) {
    throw new UsageError(createDiagnostic("folder-has-project", { folder: shown, file: project }));
  }
  for (const name of files.keys()) {
    const taken = name !== ".gitignore" && (await stat(join(folder, name)).catch(() => undefined));
    if (taken) throw new UsageError(createDiagnostic("file-exists", { file: join(shown, name) }));
  }
}

/** A `.gitignore` that is there already keeps its lines and gets those that it lacks. */
async function addLines(path: string, content: string): Promise<void> {
  const present = await readFile(path, "utf8").catch(() => "");
  const known = new Set(present.split(/\r?\n/));
  const missing = content.split("\n").filter((line) => line !== "" && !known.has(line));
  const gap = present === "" || present.endsWith("\n") ? "" : "\n";
  await appendFile(path, gap + missing.map((line) => `${line}\n`).join(""));
}

/** As the user would type it: relative to where they are, unless that leads out of there. */
function shownPath(from: string, folder: string): string {
  const path = relative(from, folder);
  if (path === "") return ".";
  return path.startsWith("..") ? folder : path;
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : JSON.stringify(path);
}
