import { relative, resolve } from "node:path";
import type { Command } from "commander";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { defaultedVariables } from "../../engine/defaulted-variables.js";
import type { OpenedRun } from "../../engine/opened-run.js";
import type { Source } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { PublishedSite } from "../../site/publish-site.js";
import type { TargetOptions } from "../../site/target-folder.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { openProject, type OpenedProject } from "../open-project.js";
import { reportedRun } from "../reported-run.js";
import { createReporter } from "../reporter/create.js";
import { createPlainReporter } from "../reporter/plain.js";
import type { Reporter } from "../reporter/reporter.js";
import { jsonText } from "../text/json-text.js";
import { siteText } from "../text/site-text.js";
import { decideTrust, isAllowed } from "../trust.js";
import { chosenSource, withRun } from "../with-run.js";

const DEFAULT_FOLDER = "dist";

interface DistCommandOptions extends CommonOptions {
  readonly output?: string;
  readonly run?: boolean;
  readonly source?: string;
  readonly trust?: boolean;
  readonly wait?: boolean;
  readonly force?: boolean;
  readonly withQueries?: boolean;
}

export const distCommand: CommandModule = {
  configure: (command) => {
    command
      .option(
        "-o, --output <folder>",
        `where to, replaced as a whole (default: \`${DEFAULT_FOLDER}\` in the project's folder)`,
      )
      .option("--run", "run first what the dashboards need")
      .option("-s, --source <name>", "the source of models that name none")
      .option("--trust", "let the project's scripts run, and remember that")
      .option("--wait", "wait while another run of the project goes on")
      .option(
        "--with-queries",
        "publish the queries too, where they are written, and the names of models and sources",
      )
      .option("--force", "replace a folder that is not a published site");
  },
  run: dist,
};

/** What ended: a site, or the exit code of what did not let it be made. */
type Ending =
  | { readonly site: PublishedSite }
  | { readonly exitCode: number; readonly diagnostics: readonly Diagnostic[] };

/** Publishes the current results; one document with `--json`, whether it worked or not. */
async function dist(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<DistCommandOptions>();
  const { terminal, signal } = context;
  const { out, err } = terminal;
  const json = options.json === true;
  const opened = await openProject(options, context);
  const { project, frame } = opened;
  const reporter = json ? createPlainReporter(err) : createReporter(terminal, false);
  reporter.diagnostics(frame(project.diagnostics));
  const folder = resolve(
    ...(options.output === undefined
      ? [project.root, DEFAULT_FOLDER]
      : [terminal.directory, options.output]),
  );
  const shown = options.output ?? relative(terminal.directory, folder);
  const ending = await publish({ folder, shown }, options, opened, reporter, context);
  if (signal.aborted) return EXIT.interrupted;
  const base = { project: project.name, environment: project.environment.name, folder };
  const told = [...project.diagnostics, ...("site" in ending ? [] : ending.diagnostics)];
  if ("site" in ending) {
    const report = { ...base, published: true, ...ending.site, diagnostics: frame(told) };
    out.write(json ? `${jsonText(report, 2)}\n` : siteText(ending.site, shown, out));
    return EXIT.fine;
  }
  reporter.diagnostics(frame(ending.diagnostics));
  reporter.note("Nothing was published.");
  if (json) {
    out.write(`${jsonText({ ...base, published: false, diagnostics: frame(told) }, 2)}\n`);
  }
  return ending.exitCode;
}

async function publish(
  target: Pick<TargetOptions, "folder" | "shown">,
  options: DistCommandOptions,
  opened: OpenedProject,
  reporter: Reporter,
  context: CommandContext,
): Promise<Ending> {
  const { project } = opened;
  const choice = chosenSource(opened, options.source);
  if ("unknown" in choice) return { exitCode: EXIT.projectError, diagnostics: [choice.unknown] };
  if (hasErrors(project.diagnostics, choice.chosen)) {
    return { exitCode: EXIT.projectError, diagnostics: [] };
  }
  const doubtful = otherEnvironment(project, choice.chosen);
  if (doubtful) return { exitCode: EXIT.projectError, diagnostics: [doubtful] };
  const { refuseTarget } = await import("../../site/target-folder.js");
  const place = { ...target, projectRoot: project.root, force: options.force === true };
  const refused = await refuseTarget(place);
  if (refused) return { exitCode: EXIT.refused, diagnostics: [refused] };
  const trusted = await trusts(project, options, context);
  return withRun(opened, { trusted, ...choice }, context, (run) =>
    publishRun(run, target.folder, options, reporter, context),
  );
}

/**
 * Who runs first is asked about code that may run; else an earlier yes is needed only to load
 * plugins.
 */
async function trusts(
  project: Project,
  { run, trust }: DistCommandOptions,
  { terminal }: CommandContext,
): Promise<boolean> {
  return run ? decideTrust(project, trust, terminal) : isAllowed(project, trust, terminal);
}

async function publishRun(
  run: OpenedRun,
  folder: string,
  options: DistCommandOptions,
  reporter: Reporter,
  context: CommandContext,
): Promise<Ending> {
  const { signal } = context;
  const { wait } = options;
  const first = options.run
    ? await reportedRun(run, { ...(wait !== undefined && { wait }) }, reporter, context)
    : undefined;
  if (first && first.exitCode !== EXIT.fine) return { exitCode: first.exitCode, diagnostics: [] };
  const [{ publishSite }, { VIEWER_DIRECTORY }] = await Promise.all([
    import("../../site/publish-site.js"),
    import("../../site/viewer-directory.js"),
  ]);
  const manifest = first?.manifest ?? (await run.state.current());
  try {
    const published = await publishSite(run, {
      manifest,
      folder,
      viewer: VIEWER_DIRECTORY,
      withQueries: options.withQueries === true,
      signal,
    });
    return "refused" in published
      ? { exitCode: EXIT.refused, diagnostics: published.refused }
      : { site: published };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { exitCode: EXIT.interrupted, diagnostics: [] };
  }
}

/**
 * An environment without a file of its own, where another has nearly its name, publishes nothing
 * that only defaults decide.
 */
function otherEnvironment(project: Project, chosen: Source | undefined): Diagnostic | undefined {
  const warning = project.diagnostics.find(({ code }) => code === "environment-file-missing");
  const variables = warning ? defaultedVariables(project, chosen) : [];
  if (!warning || variables.length === 0) return undefined;
  const { name } = project.environment;
  const { hint } = warning;
  return createDiagnostic("environment-not-meant", { name, variables }, { hint });
}

/** As `run` counts them: `--source` mends what lacks a source. */
function hasErrors(diagnostics: readonly Diagnostic[], chosen: Source | undefined): boolean {
  return diagnostics.some(
    ({ severity, code }) => severity === "error" && !(chosen && code === "no-source"),
  );
}
