import type { Command } from "commander";
import type { Artifact } from "../../contract/manifest.js";
import type { OpenedRun } from "../../engine/opened-run.js";
import { openState } from "../../engine/state/state.js";
import type { Model, Trace } from "../../project/objects.js";
import { EXIT, type CommandContext, type CommandModule } from "../command.js";
import { findObject } from "../find-object.js";
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
import { decideTrust } from "../trust.js";
import { wrongUsage } from "../usage.js";
import { withRun } from "../with-run.js";
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
  const reporter = createDocumentReporter(context.terminal, isJson(request));
  const object = findObject(opened.project, name);
  if ("code" in object) {
    reporter.diagnostics(opened.frame([...readingErrors(opened), object]));
    return EXIT.projectError;
  }
  const present = await presentResults([object], openState(opened.project));
  const isThere = present.every(({ condition }) => condition === "whole");
  const trusted = !isThere && (await decideTrust(opened.project, options.trust, context.terminal));
  return withRun(opened, { trusted, outside: isThere }, async (run) => {
    const artifacts = await resultsFirst(present, run, reporter, context);
    if (typeof artifacts === "number") return artifacts;
    const artifact = artifacts.get(object.id);
    if (!artifact) throw new Error(`${object.id} has no result`);
    return print(object, artifact, request, run, context);
  });
}

/** Without them it would not be said why an object is missing. */
function readingErrors({ project }: OpenedProject) {
  return project.objects.size === 0 ? project.diagnostics : [];
}

async function print(
  object: Model | Trace,
  artifact: Artifact,
  { format, limit = artifact.rows, output }: RowsRequest,
  run: OpenedRun,
  { terminal, signal }: CommandContext,
): Promise<number> {
  if (format === "parquet") {
    if (artifact.format !== "parquet" || output === undefined) {
      throw wrongUsage(`\`${object.name}\` is a trace; only models are kept as Parquet.`);
    }
    await copyRows(run.state.objectPath(artifact), artifact.rows, output, terminal);
  } else {
    await readRows(object, artifact, limit, run, signal, (sheets) =>
      writeSheet(sheets, { all: artifact.rows }, format, output, terminal),
    );
  }
  return EXIT.fine;
}
