import type { Diagnostic } from "../contract/diagnostic.js";
import { withFrame } from "../diagnostics/frame.js";
import type { OpenedRun } from "../engine/opened-run.js";
import { GIVEN_SQL } from "../engine/model-query/moment-merge.js";
import { sourceOf } from "../engine/run-sources.js";
import { openState } from "../engine/state/state.js";
import type { Model } from "../project/objects.js";
import { EXIT, type CommandContext, type CommonOptions } from "./command.js";
import { isUnusable, openProject } from "./open-project.js";
import { printQuery } from "./print-query.js";
import { createDocumentReporter } from "./reporter/document.js";
import { presentResults, resultsFirst } from "./results-first.js";
import { isJson, type RowsRequest } from "./rows-options.js";
import { decideTrust, trustsSources } from "./trust.js";
import { withRun } from "./with-run.js";

/**
 * Prints the rows of SQL over the project's models. Scripts and merges that it names and that have
 * no result yet are run first.
 */
export async function queryModels(
  sql: string,
  request: RowsRequest,
  options: CommonOptions,
  context: CommandContext,
): Promise<number> {
  const { terminal, signal } = context;
  const opened = await openProject(options, context, { asks: true });
  const { project, frame } = opened;
  const reporter = createDocumentReporter(terminal, isJson(request));
  if (isUnusable(project)) {
    reporter.diagnostics(frame(project.diagnostics));
    return EXIT.projectError;
  }
  const { namedModels } = await import("../engine/model-query/named-models.js");
  const models = namedModels(sql, project);
  const made = models.filter(({ type }) => type !== "sql");
  const present = await presentResults(made, openState(project));
  const isThere = present.every(({ condition }) => condition === "whole");
  const trusted = isThere
    ? await trustsSources(project, sourcesOf(models), options.trust, terminal)
    : await decideTrust(project, options.trust, terminal);
  return withRun(opened, { trusted, outside: isThere }, context, async (run) => {
    const results = await resultsFirst(present, run, reporter, context);
    if (typeof results === "number") return results;
    const { openModelQuery } = await import("../engine/model-query/model-query.js");
    const { asFailure } = await import("../engine/job-failure.js");
    const { exitCodeOf } = await import("../engine/run/exit-code.js");
    const control = { signal, ...project.defaults.limits };
    try {
      const asked = await openModelQuery(run, { sql, models, results }, control);
      reporter.diagnostics(frame(await printQuery(asked, request, terminal)));
      return EXIT.fine;
    } catch (error) {
      const failure = asFailure(error);
      if (!failure) throw error;
      reporter.diagnostics(framed(failure.diagnostics, sql, run));
      return exitCodeOf([], [{ failure: failure.reason }], signal.aborted);
    }
  });
}

function sourcesOf(models: readonly Model[]) {
  return models.flatMap((model) => {
    const source = model.type === "sql" ? sourceOf(model, undefined) : undefined;
    return source ? [source] : [];
  });
}

/** The SQL is no file of the project, so its lines come from here. */
function framed(diagnostics: readonly Diagnostic[], sql: string, { frame, scrub }: OpenedRun) {
  const lines = scrub.text(sql).split("\n");
  return frame(diagnostics).map((one) =>
    withFrame(one, (file) => (file === GIVEN_SQL ? lines : undefined)),
  );
}
