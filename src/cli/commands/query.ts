import { rm } from "node:fs/promises";
import type { Command } from "commander";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { LogicalType } from "../../contract/logical-type.js";
import { rightsOf } from "../../engine/run/login-rights.js";
import { placedInSource } from "../../engine/source-place.js";
import type { ReadControl } from "../../readers/call.js";
import type { Reader } from "../../readers/contract.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import { SourceError } from "../../rows/stream.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { findSource } from "../find-source.js";
import { openProject } from "../open-project.js";
import { createDocumentReporter } from "../reporter/document.js";
import {
  addRowsOptions,
  isJson,
  rowsRequest,
  type RowsOptions,
  type RowsRequest,
} from "../rows-options.js";
import type { Terminal } from "../terminal.js";
import { draftSheets, MOST_HELD_ROWS, sheetOf, wholeSheet } from "../text/sheet.js";
import { fieldNames } from "../text/sheet-text.js";
import { isRefused, trustsSources } from "../trust.js";
import { wrongUsage } from "../usage.js";
import { withRun } from "../with-run.js";
import { copyRows, writeSheet } from "../write-rows.js";

/** One statement on one source, read-only, in the source's own dialect. */
export const queryCommand: CommandModule = {
  configure: (command) => {
    addRowsOptions(
      command
        .argument("<source>", "a source of the project")
        .argument("<sql>", "one query in the source's dialect"),
    ).option("--trust", "let the project's code run, and remember that");
  },
  run: query,
};

async function query(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<RowsOptions & CommonOptions>();
  const [name = "", sql = ""] = command.args;
  const request = rowsRequest(options);
  if (sql.trim() === "") throw wrongUsage("There is no SQL.", "Put the query in quotes.");
  const opened = await openProject(options, context);
  const { project, frame } = opened;
  const reporter = createDocumentReporter(context.terminal, isJson(request));
  const source = findSource(project, name);
  if ("code" in source) {
    const reading = project.objects.size === 0 ? project.diagnostics : [];
    reporter.diagnostics(frame([...reading, source]));
    return EXIT.projectError;
  }
  const trusted = await trustsSources(project, [source], options.trust, context.terminal);
  const { signal, terminal } = context;
  // It leaves nothing behind, and works where nothing can be written.
  return withRun(opened, { trusted, outside: true }, async (run) => {
    const ready = run.sources.get(source);
    if ("diagnostics" in ready) {
      reporter.diagnostics(frame(ready.diagnostics));
      return isRefused(ready.diagnostics) ? EXIT.refused : EXIT.projectError;
    }
    const control = { signal, ...project.defaults.limits, ...source.limits };
    try {
      const readers = await run.readers();
      const reader = readers.source(ready.reader);
      const notices = await print(reader, sql, control, request, terminal);
      const rights = await rightsOf(ready, readers, project, signal);
      reporter.diagnostics(frame([...notices, ...(rights ? [rights] : [])]));
      return EXIT.fine;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      reporter.diagnostics(frame([placedInSource(error.diagnostic, ready, project)]));
      return signal.aborted ? EXIT.interrupted : EXIT.jobsFailed;
    }
  });
}

/** Resolves with what is to be said about the rows. */
async function print(
  reader: Reader,
  sql: string,
  control: ReadControl,
  request: RowsRequest,
  terminal: Terminal,
): Promise<readonly Diagnostic[]> {
  const { format, limit = Number.MAX_SAFE_INTEGER - 1, output } = request;
  if (format !== "parquet" && limit <= MOST_HELD_ROWS) {
    const { result, more, diagnostics } = await reader.rows(sql, limit, control);
    await writeSheet(wholeSheet(sheetOf(result, false)), { more }, format, output, terminal);
    return [...renamedFields(result.columns, request), ...diagnostics];
  }
  if (format !== "parquet") {
    // One more than is shown tells whether there are more.
    const found = await reader.sheets(sql, limit + 1, control);
    try {
      const more = found.artifact.rows > limit;
      await writeSheet(draftSheets(found, limit), { more }, format, output, terminal);
      return [...renamedFields(found.artifact.columns, request), ...found.diagnostics];
    } finally {
      await rm(found.path, { force: true });
    }
  }
  const draft = await reader.model(sql, control);
  try {
    await copyRows(draft.path, draft.artifact.rows, output ?? "", terminal);
    return draft.diagnostics;
  } finally {
    await rm(draft.path, { force: true });
  }
}

/** Tables and CSV show columns as the query names them. */
function renamedFields(
  columns: readonly { readonly name: string; readonly type: LogicalType }[],
  request: RowsRequest,
): Diagnostic[] {
  if (!isJson(request)) return [];
  const names = columns.map(({ name }) => name);
  return renamedColumns(names, { unique: fieldNames(columns) });
}
