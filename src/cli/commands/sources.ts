import type { Command } from "commander";
import { suggest } from "../../diagnostics/index.js";
import { checkSources } from "../../engine/check-sources.js";
import { placedInSource } from "../../engine/source-place.js";
import type { Source } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { missingVariables, sourceSettings } from "../../project/source-settings.js";
import { SourceError } from "../../rows/stream.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { checkReport } from "../check-report.js";
import { chosenTables } from "../chosen-tables.js";
import { findSource } from "../find-source.js";
import { errorsIn, isUnusable, openProject, type OpenedProject } from "../open-project.js";
import { createDocumentReporter } from "../reporter/document.js";
import { checkText, type CheckReport } from "../text/check-text.js";
import { jsonText } from "../text/json-text.js";
import { counted, singleLine } from "../text/plain-text.js";
import {
  catalogText,
  MOST_WITH_COLUMNS,
  sourceListText,
  type ListedSource,
} from "../text/source-list-text.js";
import { isRefused, trustsSources } from "../trust.js";
import { wrongUsage } from "../usage.js";
import { withRun } from "../with-run.js";

interface Asked {
  readonly opened: OpenedProject;
  /** Those that were named, else all. */
  readonly sources: readonly Source[];
  /** Schemas and tables that were named; all when none is. */
  readonly tables: readonly string[];
  readonly named: boolean;
  readonly json: boolean;
  readonly trust: boolean | undefined;
  readonly context: CommandContext;
}

const ACTIONS = { list, check, tables } as const satisfies Record<
  string,
  (asked: Asked) => Promise<number>
>;

type Action = keyof typeof ACTIONS;

export const sourcesCommand: CommandModule = {
  configure: (command) => {
    command
      .argument("[action]", "`list`, `check` the connections, or `tables` of one source", "list")
      .argument(
        "[names...]",
        "sources, all when none is named; for `tables` one source, then schemas, tables or `schema.table`",
      )
      .option("--trust", "let the project's code run, and remember that");
  },
  run: sources,
};

async function sources(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<CommonOptions>();
  const [action = "list", ...names] = command.processedArgs.flat() as string[]; // arguments are texts
  if (!isAction(action)) {
    const hint = suggest(action, Object.keys(ACTIONS)) ?? "It lists, checks or shows tables.";
    throw wrongUsage(`\`${action}\` is not an action of \`sources\`.`, hint);
  }
  const [wanted, tables] = action === "tables" ? [names.slice(0, 1), names.slice(1)] : [names, []];
  const opened = await openProject(options, context);
  const { project, frame } = opened;
  const reporter = createDocumentReporter(context.terminal, options.json === true);
  if (isUnusable(project)) {
    reporter.diagnostics(frame(project.diagnostics));
    return EXIT.projectError;
  }
  if (action === "tables" && wanted.length === 0 && project.sources.length > 1) {
    const all = project.sources.slice(0, MOST_NAMES).map(({ name }) => `\`${singleLine(name)}\``);
    const more = project.sources.length > all.length ? ", …" : "";
    const hint = `The project has ${all.join(", ")}${more}.`;
    throw wrongUsage("`sources tables` needs the name of one source.", hint);
  }
  const found = wanted.map((name) => findSource(project, name));
  const unknown = found.flatMap((one) => ("code" in one ? [one] : []));
  if (unknown.length > 0) {
    reporter.diagnostics(frame(unknown));
    tellOthers(project, context);
    return EXIT.projectError;
  }
  const named = found.flatMap((one) => ("code" in one ? [] : [one]));
  return ACTIONS[action]({
    opened,
    sources: named.length > 0 ? named : project.sources,
    named: named.length > 0,
    tables,
    json: options.json === true,
    trust: options.trust,
    context,
  });
}

function isAction(action: string): action is Action {
  return Object.hasOwn(ACTIONS, action);
}

/** Errors that are no source's own may be why a source is not there. */
function tellOthers({ diagnostics, sources }: Project, { terminal }: CommandContext): void {
  const told = new Set(sources.flatMap(({ problems }) => problems));
  const others = errorsIn(diagnostics.filter((diagnostic) => !told.has(diagnostic)));
  if (others === 0) return;
  const count = counted(others, "error");
  terminal.err.write(`The project has ${count} elsewhere; \`headwater compile\` shows them.\n`);
}

function list({ opened, sources: asked, named, json, context }: Asked): Promise<number> {
  const { out, err } = context.terminal;
  const listed = asked.map((source) => listedSource(source, opened));
  if (json) out.write(`${jsonText({ sources: listed }, 2)}\n`);
  else if (listed.length === 0) err.write("This project has no sources.\n");
  else out.write(sourceListText(listed, out));
  if (!named) tellOthers(opened.project, context);
  return Promise.resolve(EXIT.fine);
}

function listedSource(source: Source, { project, frame }: OpenedProject): ListedSource {
  const { name, type, at, problems } = source;
  const settings = sourceSettings(source, project.environment, project.sourceTypes);
  const others = problems.filter(({ code }) => code !== "missing-variable");
  const waiting = problems.flatMap(({ code, message }) =>
    code === "missing-variable" ? [/`([^`]*)`/.exec(message)?.[1] ?? ""] : [],
  );
  const [problem] = frame(others);
  return {
    name,
    type,
    at,
    models: modelsOn(source, project),
    missingVariables: [...new Set([...waiting, ...missingVariables(settings)])],
    ...(problem && { problem: problem.message }),
  };
}

function modelsOn(source: Source, { models }: Project): string[] {
  return models.flatMap((model) =>
    model.type === "sql" && model.source === source ? [model.name] : [],
  );
}

async function check(request: Asked): Promise<number> {
  const { opened, sources: asked, named, json, trust, context } = request;
  const { project } = opened;
  const { out, err } = context.terminal;
  if (!named) tellOthers(project, context);
  if (asked.length === 0) {
    err.write("This project has no sources.\n");
    return EXIT.fine;
  }
  const trusted = await trustsSources(project, asked, trust, context.terminal);
  const reports = await withRun(opened, { trusted, outside: true }, context, async (run) => {
    const done: CheckReport[] = [];
    const checks = checkSources(run, asked, context.signal);
    // All are under way: one that fails before its turn is heard of in its turn.
    for (const checking of checks) checking.catch(() => undefined);
    for (const checking of checks) {
      const report = checkReport(await checking, opened);
      if (context.signal.aborted) break;
      done.push(report);
      if (!json) out.write(`${checkText(report, out)}\n`);
    }
    return done;
  });
  if (context.signal.aborted) return EXIT.interrupted;
  const failures = reports.filter(({ ok }) => !ok);
  const failed = failures.length;
  if (json) {
    const { environment } = project;
    out.write(`${jsonText({ environment: environment.name, failed, sources: reports }, 2)}\n`);
  } else {
    const warned = reports.filter(hasWarning).length;
    const fine = warned === 0 ? "all fine" : `none failed, ${warned} with a warning`;
    const verdict = failed === 0 ? fine : `${failed} failed: ${namesOf(failures)}`;
    out.write(`${counted(reports.length, "source")}, ${verdict}.\n`);
  }
  if (failed === 0) return EXIT.fine;
  return reports.every(({ ok, diagnostics }) => ok || isRefused(diagnostics))
    ? EXIT.refused
    : EXIT.jobsFailed;
}

/** Names that the last line lists. */
const MOST_NAMES = 8;

function namesOf(reports: readonly CheckReport[]): string {
  const names = reports.slice(0, MOST_NAMES).map(({ name }) => `\`${singleLine(name)}\``);
  return `${names.join(", ")}${reports.length > names.length ? ", …" : ""}`;
}

function hasWarning({ stages, diagnostics }: CheckReport): boolean {
  return diagnostics.length > 0 || stages.some(({ diagnostic }) => diagnostic !== undefined);
}

async function tables(request: Asked): Promise<number> {
  const { opened, sources: asked, tables: names, json, trust, context } = request;
  const { project, frame } = opened;
  const { out, err } = context.terminal;
  const reporter = createDocumentReporter(context.terminal, json);
  const [source] = asked;
  if (!source) return EXIT.fine;
  const trusted = await trustsSources(project, asked, trust, context.terminal);
  return withRun(opened, { trusted, outside: true }, context, async (run) => {
    const ready = run.sources.get(source);
    if ("diagnostics" in ready) {
      reporter.diagnostics(frame(ready.diagnostics));
      return isRefused(ready.diagnostics) ? EXIT.refused : EXIT.projectError;
    }
    try {
      const reader = (await run.readers()).source(ready.reader);
      const all = await reader.catalog({ signal: context.signal });
      const { schemas, unknown } = chosenTables(source.name, all, names);
      const count = schemas.reduce((sum, schema) => sum + schema.tables.length, 0);
      const columns = names.length > 0 || count <= MOST_WITH_COLUMNS;
      if (json) out.write(`${jsonText({ source: source.name, schemas }, 2)}\n`);
      else if (all.every((schema) => schema.tables.length === 0)) {
        err.write(`\`${source.name}\` has no tables that this login may read.\n`);
      } else if (count > 0) out.write(catalogText(schemas, { columns }, out));
      if (!json && !columns) {
        err.write(
          `Columns of ${counted(count, "table")} are left out; \`headwater sources tables ${source.name} NAME\` shows those of a schema or a table.\n`,
        );
      }
      reporter.diagnostics(frame(unknown));
      return unknown.length > 0 ? EXIT.projectError : EXIT.fine;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      reporter.diagnostics(frame([placedInSource(error.diagnostic, ready, project)]));
      return context.signal.aborted ? EXIT.interrupted : EXIT.jobsFailed;
    }
  });
}
