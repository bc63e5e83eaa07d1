import type { Command } from "commander";
import { rightsOf } from "../../engine/run/login-rights.js";
import { placedInSource } from "../../engine/source-place.js";
import { SourceError } from "../../rows/stream.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { findSource } from "../find-source.js";
import { openProject } from "../open-project.js";
import { printQuery } from "../print-query.js";
import { queryModels } from "../query-models.js";
import { createDocumentReporter } from "../reporter/document.js";
import { addRowsOptions, isJson, rowsRequest, type RowsOptions } from "../rows-options.js";
import { isRefused, trustsSources } from "../trust.js";
import { wrongUsage } from "../usage.js";
import { withRun } from "../with-run.js";

interface QueryCommandOptions extends RowsOptions, CommonOptions {
  readonly models?: string;
}

/**
 * One statement on one source, read-only, in the source's own dialect; or one of DuckDB's over the
 * project's models.
 */
export const queryCommand: CommandModule = {
  configure: (command) => {
    addRowsOptions(
      command
        .argument("[source]", "a source of the project")
        .argument("[sql]", "one query in the source's dialect")
        .option("--models <sql>", "instead: one query in DuckDB's dialect over the models"),
    ).option("--trust", "let the project's code run, and remember that");
  },
  run: query,
};

async function query(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<QueryCommandOptions>();
  const [name, sql = ""] = command.args;
  const request = rowsRequest(options);
  if (options.models !== undefined) {
    if (name !== undefined) throw wrongUsage("`--models` asks no source by itself.", MODELS_ALONE);
    if (options.models.trim() === "") throw wrongUsage("There is no SQL.", MODELS_ALONE);
    return queryModels(options.models, request, options, context);
  }
  if (name === undefined) throw wrongUsage("There is no source to ask.", MODELS_ALONE);
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
  return withRun(opened, { trusted, outside: true }, context, async (run) => {
    const ready = run.sources.get(source);
    if ("diagnostics" in ready) {
      reporter.diagnostics(frame(ready.diagnostics));
      return isRefused(ready.diagnostics) ? EXIT.refused : EXIT.projectError;
    }
    const control = { signal, ...project.defaults.limits, ...source.limits };
    try {
      const readers = await run.readers();
      const reader = readers.source(ready.reader);
      const asked = {
        rows: (limit: number) => reader.rows(sql, limit, control),
        sheets: (limit: number) => reader.sheets(sql, limit, control),
        model: () => reader.model(sql, control),
      };
      const notices = await printQuery(asked, request, terminal);
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

const MODELS_ALONE = "Write `headwater query SOURCE 'SQL'` or `headwater query --models 'SQL'`.";
