import type { Command } from "commander";
import type { StoredResult } from "../../contract/cube.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Artifact } from "../../contract/manifest.js";
import type { OpenedRun } from "../../engine/opened-run.js";
import { openState } from "../../engine/state/state.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { FoldFault } from "../../fold/fold-fault.js";
import { EXIT, type CommandContext, type CommandModule } from "../command.js";
import { addInputOption, type InputOptions } from "../chosen-inputs.js";
import { findShown } from "../find-object.js";
import { openProject, type OpenedProject } from "../open-project.js";
import { readRows } from "../read-rows.js";
import { createDocumentReporter } from "../reporter/document.js";
import { presentResults, resultsFirst } from "../results-first.js";
import {
  addRowsOptions,
  isJson,
  rowsRequest,
  type RowsOptions,
  type RowsRequest,
} from "../rows-options.js";
import { shownObject, type Shown } from "../shown-object.js";
import type { Sheets } from "../text/sheet.js";
import { decideTrust } from "../trust.js";
import { wrongUsage } from "../usage.js";
import { withRun } from "../with-run.js";
import { copyRows, writeSheet } from "../write-rows.js";

type ShowCommandOptions = RowsOptions & InputOptions;

export const showCommand: CommandModule = {
  configure: (command) => {
    addRowsOptions(command.argument("<name>", "a model, trace or table"));
    addInputOption(command).option("--trust", "let the project's code run, and remember that");
  },
  run: show,
};

/** Prints the rows of the current result; what has none yet is run first, and that is said. */
async function show(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<ShowCommandOptions>();
  const [name = ""] = command.args;
  const request = rowsRequest(options);
  const opened = await openProject(options, context, { asks: true });
  const reporter = createDocumentReporter(context.terminal, isJson(request));
  const named = findShown(opened.project, name);
  if ("code" in named) {
    reporter.diagnostics(opened.frame([...readingErrors(opened), named]));
    return EXIT.projectError;
  }
  const shown = shownObject(named, options.input ?? [], opened.project.defaults.timeZone);
  const { object } = shown;
  const told = (diagnostics: readonly Diagnostic[]) =>
    reporter.diagnostics(opened.frame(diagnostics));
  const printed = async (artifact: Artifact, run: OpenedRun): Promise<number> => {
    const faults = shown.faults(artifact);
    told(faults);
    if (faults.length > 0) return EXIT.jobsFailed;
    try {
      return await print(shown, artifact, request, run, context, told);
    } catch (error) {
      if (!(error instanceof FoldFault)) throw error;
      const values = { trace: object.name, reason: error.message };
      told([createDiagnostic("choice-refused", values, {})]);
      return EXIT.jobsFailed;
    }
  };
  const present = await presentResults([object], openState(opened.project));
  const isThere = present.every(({ condition }) => condition === "whole");
  const trusted = !isThere && (await decideTrust(opened.project, options.trust, context.terminal));
  return withRun(opened, { trusted, outside: isThere }, context, async (run) => {
    const artifacts = await resultsFirst(present, run, reporter, context);
    if (typeof artifacts === "number") return artifacts;
    const artifact = artifacts.get(object.id);
    if (!artifact) throw new Error(`${object.id} has no result`);
    return printed(artifact, run);
  });
}

/** Without them it would not be said why an object is missing. */
function readingErrors({ project }: OpenedProject) {
  return project.objects.size === 0 ? project.diagnostics : [];
}

async function print(
  { object, fold }: Shown,
  artifact: Artifact,
  { format, limit, output }: RowsRequest,
  run: OpenedRun,
  { terminal, signal }: CommandContext,
  told: (diagnostics: readonly Diagnostic[]) => void,
): Promise<number> {
  if (format === "parquet") {
    if (artifact.format !== "parquet" || output === undefined) {
      throw wrongUsage(`\`${object.name}\` is a trace; only models are kept as Parquet.`);
    }
    if (fold) throw wrongUsage(TABLE_AS_PARQUET, `Show the model \`${object.name}\`.`);
    await copyRows(run.state.objectPath(artifact), artifact.rows, output, terminal);
    return EXIT.fine;
  }
  const folded =
    fold &&
    ((stored: StoredResult) => {
      const { result, unknown } = fold(stored, artifact);
      told(unknown);
      return result;
    });
  const write = (sheets: Sheets, all: number) =>
    writeSheet(sheets, { all }, format, output, terminal);
  await readRows(object, artifact, limit, run, signal, write, folded);
  return EXIT.fine;
}

const TABLE_AS_PARQUET = "Only models are kept as Parquet, not what a table shows of them.";
