import type { Command } from "commander";
import type { Artifact, ManifestEntry } from "../../contract/manifest.js";
import { openState, type State } from "../../engine/state/state.js";
import type { Model, Trace } from "../../project/objects.js";
import { EXIT, type CommandContext, type CommandModule } from "../command.js";
import { findObject, selectionOf } from "../find-object.js";
import { openProject, type OpenedProject } from "../open-project.js";
import { readRows } from "../read-rows.js";
import { reportedRun } from "../reported-run.js";
import { createPlainReporter } from "../reporter/plain.js";
import {
  addRowsOptions,
  rowsRequest,
  type RowsOptions,
  type RowsRequest,
} from "../rows-options.js";
import { decideTrust } from "../trust.js";
import { wrongUsage } from "../usage.js";
import { copyRows, writeSheet } from "../write-rows.js";

interface ShowCommandOptions extends RowsOptions {}

export const showCommand: CommandModule = {
  configure: (command) => {
    addRowsOptions(command.argument("<name>", "a model or a trace")).option(
      "--trust",
      "let the project's code run, and remember that",
    );
  },
  run: show,
};

/** Prints the rows of the current result; what has none yet is run first, and that is said. */
async function show(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<ShowCommandOptions>();
  const [name = ""] = command.args;
  const request = rowsRequest(options);
  const opened = await openProject(options, context, { asks: true });
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
  { format, limit = artifact.rows, output }: RowsRequest,
  state: State,
  { terminal, signal }: CommandContext,
): Promise<number> {
  if (format === "parquet") {
    if (artifact.format !== "parquet" || output === undefined) {
      throw wrongUsage(`\`${object.name}\` is a trace; only models are kept as Parquet.`);
    }
    await copyRows(state.objectPath(artifact), artifact.rows, output, terminal);
  } else {
    const sheet = await readRows(object, artifact, limit, state, signal);
    await writeSheet(sheet, { all: artifact.rows }, format, output, terminal);
  }
  return EXIT.fine;
}
