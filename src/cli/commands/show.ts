import { copyFile, open } from "node:fs/promises";
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import type { Artifact, ManifestEntry } from "../../contract/manifest.js";
import { openState, type State } from "../../engine/state.js";
import type { Model, Trace } from "../../project/objects.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { findObject, selectionOf } from "../find-object.js";
import { openProject, type OpenedProject } from "../open-project.js";
import { readRows } from "../read-rows.js";
import { reportedRun } from "../reported-run.js";
import { createPlainReporter } from "../reporter/plain.js";
import type { Sink } from "../terminal.js";
import { counted, groupedDigits } from "../text/plain-text.js";
import { csvText, jsonSheetText, ndjsonText, tableText } from "../text/sheet-text.js";
import type { Sheet } from "../text/sheet.js";
import { decideTrust } from "../trust.js";
import { wrongUsage } from "../usage.js";

const FORMATS = ["table", "json", "ndjson", "csv", "parquet"] as const;
type Format = (typeof FORMATS)[number];

const TABLE_ROWS = 50;

interface ShowCommandOptions extends CommonOptions {
  readonly format?: Format;
  readonly limit?: string;
  readonly output?: string;
  readonly trust?: boolean;
}

export const showCommand: CommandModule = {
  configure: (command) => {
    command
      .argument("<name>", "a model or a trace")
      .addOption(
        new Option("--format <format>", "how to write the rows (default: table)").choices(FORMATS),
      )
      .option(
        "--limit <rows>",
        `at most so many rows (default: ${TABLE_ROWS} in a table, else all)`,
      )
      .option("-o, --output <file>", "write to a file; needed for parquet")
      .option("--trust", "let the project's scripts run, and remember that");
  },
  run: show,
};

/** Prints the rows of the current result; what has none yet is run first, and that is said. */
async function show(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<ShowCommandOptions>();
  const [name = ""] = command.args;
  const request = requestOf(options);
  const opened = await openProject(options, context);
  const { err } = context.terminal;
  const reporter = createPlainReporter(err);
  const object = findObject(opened.project, name);
  if ("code" in object) {
    reporter.diagnostics(opened.frame([...readingErrors(opened), object]));
    return EXIT.projectError;
  }
  const state = openState(opened.project);
  const present = (await state.current())?.objects[object.id];
  if (present?.artifact) {
    if (present.status !== "built" && present.status !== "reused") {
      reporter.note(
        `The last run of \`${object.name}\` failed; these rows are of ${present.artifact.builtAt}.`,
      );
      reporter.diagnostics(opened.frame(present.diagnostics));
    }
    return print(object, present.artifact, request, state, context);
  }
  reporter.note(`\`${object.name}\` has no result yet: it is run first.`);
  const made = await runFirst(object, opened, options.trust, context);
  if (!made.entry?.artifact) return made.exitCode;
  return print(object, made.entry.artifact, request, state, context);
}

interface Request {
  readonly format: Format;
  readonly limit: number | undefined;
  readonly output: string | undefined;
}

function requestOf({ format, json, limit, output }: ShowCommandOptions): Request {
  if (limit !== undefined && !/^\d+$/.test(limit)) {
    throw wrongUsage(`\`${limit}\` is not a number of rows.`);
  }
  if (format === "parquet" && output === undefined) {
    throw wrongUsage("Parquet is written to a file.", "Add `-o rows.parquet`.");
  }
  if (format === "parquet" && limit !== undefined) {
    throw wrongUsage("Parquet is copied as it is.", "Leave `--limit` out.");
  }
  const rows = limit === undefined ? undefined : Number(limit);
  return { format: format ?? (json ? "json" : "table"), limit: rows, output };
}

/** Without them it would not be said why an object is missing. */
function readingErrors({ project }: OpenedProject) {
  return project.objects.size === 0 ? project.diagnostics : [];
}

async function runFirst(
  object: Model | Trace,
  opened: OpenedProject,
  trust: boolean | undefined,
  context: CommandContext,
): Promise<{ readonly entry: ManifestEntry | undefined; readonly exitCode: number }> {
  const trusted = await decideTrust(opened.project, trust, context.terminal);
  const asked = { selection: selectionOf(object), reuse: true, trusted };
  const reporter = createPlainReporter(context.terminal.err);
  const { manifest, exitCode } = await reportedRun(opened, asked, reporter, context);
  return { entry: manifest?.objects[object.id], exitCode: exitCode || EXIT.jobsFailed };
}

async function print(
  object: Model | Trace,
  artifact: Artifact,
  { format, limit, output }: Request,
  state: State,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const file = output === undefined ? undefined : resolve(terminal.directory, output);
  if (format === "parquet") {
    if (artifact.format !== "parquet" || file === undefined) {
      throw wrongUsage(`\`${object.name}\` is a trace; only models are kept as Parquet.`);
    }
    await copyFile(state.objectPath(artifact), file).catch(cannotWrite(output));
  } else {
    const most = limit ?? (format === "table" && file === undefined ? TABLE_ROWS : artifact.rows);
    const sheet = await readRows(object, artifact, most, state, signal);
    const pieces = WRITERS[format](sheet, terminal.out);
    if (file === undefined) for (const piece of pieces) terminal.out.write(piece);
    else await writeFile(file, pieces).catch(cannotWrite(output));
    tellRest(sheet.rows, artifact.rows, format, terminal.err);
  }
  if (file !== undefined)
    terminal.err.write(`${counted(artifact.rows, "row")} in \`${output}\`.\n`);
  return EXIT.fine;
}

const WRITERS = {
  table: (sheet, { colors }) => tableText(sheet, colors),
  json: jsonSheetText,
  ndjson: ndjsonText,
  csv: csvText,
} as const satisfies Record<
  Exclude<Format, "parquet">,
  (sheet: Sheet, out: Sink) => Iterable<string>
>;

function tellRest(shown: number, all: number, format: Format, err: Sink): void {
  if (shown < all) {
    err.write(`${groupedDigits(shown)} of ${counted(all, "row")}; \`--limit\` shows more.\n`);
  } else if (format === "table") err.write(`${counted(all, "row")}.\n`);
}

/** The file that the user named is the user's matter; a full disk is not. */
function cannotWrite(output: string | undefined): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === "ENOSPC") throw error;
    throw wrongUsage(`\`${output}\` cannot be written: ${error.message}.`, "Name another file.");
  };
}

async function writeFile(path: string, pieces: Iterable<string>): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const piece of pieces) await file.write(piece);
  } finally {
    await file.close();
  }
}
