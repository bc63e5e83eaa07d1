import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { TestEvent, TestReport } from "../../contract/events.js";
import type { TestOutcome } from "../../testing/test-project.js";
import type { Alert, Test } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { selectionOf } from "../find-object.js";
import { errorsIn, isUnusable, openProject, type OpenedProject } from "../open-project.js";
import { createReporter } from "../reporter/create.js";
import type { Reporter } from "../reporter/reporter.js";
import { testsDoneText, testsText } from "../reporter/test-text.js";
import { reportedRun, type AskedRun } from "../reported-run.js";
import { jsonText } from "../text/json-text.js";
import { junitText } from "../text/junit-text.js";
import { withoutControls } from "../text/plain-text.js";
import { decideTrust, isAllowed } from "../trust.js";
import { wrongUsage } from "../usage.js";
import { chosenSource, withRun } from "../with-run.js";

interface TestCommandOptions extends CommonOptions {
  readonly run?: boolean;
  readonly source?: string;
  readonly wait?: boolean;
  readonly junit?: string;
}

export const testCommand: CommandModule = {
  configure: (command) => {
    command
      .argument("[selection]", "tests, or the traces and models that they look at")
      .option("--run", "run first what the tests need")
      .option("-s, --source <name>", "the source of models that name none")
      .option("--trust", "let the project's code run, and remember that")
      .option("--wait", "wait while another run of the project goes on")
      .option("--junit <file>", "write a report for build servers as well");
  },
  run: test,
};

/**
 * Evaluates the tests over the current results, which must be current; sends the alerts that are
 * due.
 */
async function test(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<TestCommandOptions>();
  const [selection] = command.args;
  const opened = await openProject(options, context, { asks: true });
  const { project, frame } = opened;
  const reporter = createReporter(context.terminal, options.json === true);
  reporter.diagnostics(frame(project.diagnostics));
  if (isUnusable(project)) return EXIT.projectError;

  const engine = await import("../../testing/test-project.js");
  const chosen = engine.chooseTests(project, selection);
  if (errorsIn(chosen.diagnostics) > 0) {
    reporter.diagnostics(frame(chosen.diagnostics));
    return EXIT.projectError;
  }
  const choice = chosenSource(opened, options.source);
  if ("unknown" in choice) {
    reporter.diagnostics(frame([choice.unknown]));
    return EXIT.projectError;
  }
  const needing = [...chosen.tests, ...project.alerts];
  const asked = options.run ? runNeeded(needing, selection, options, project) : undefined;
  // Alerts are sent without a run, too.
  const trusted =
    asked || project.alerts.length > 0
      ? await decideTrust(project, options.trust, context.terminal)
      : await isAllowed(project, options.trust, context.terminal);
  return withRun(opened, { trusted, ...choice }, context, async (run) => {
    const first = asked && (await reportedRun(run, asked, reporter, context));
    if (first && (!first.manifest || first.exitCode === EXIT.interrupted)) return first.exitCode;
    const manifest = first?.manifest ?? (await run.state.current());
    const old = first ? [] : await engine.refuseOldResults(run, needing, manifest);
    if (old.length > 0) {
      reporter.diagnostics(frame(old));
      return EXIT.refused;
    }
    const startedAt = new Date();
    const outcome = await engine.testProject(run, {
      tests: chosen.tests,
      manifest,
      signal: context.signal,
      onEvent: listener(options.json === true, opened, reporter, context),
      print: (text) => context.terminal.err.write(withoutControls(text)),
    });
    if (context.signal.aborted) return EXIT.interrupted;
    if (options.junit !== undefined) {
      const report = junitText(project.name, outcome.reports, startedAt);
      await writeReport(options.junit, report, context);
    }
    return exitCodeOf(outcome, first?.exitCode ?? EXIT.fine, errorsIn(project.diagnostics) > 0);
  });
}

/**
 * The cause before what follows from it: a run that failed or was refused, failed tests, lost
 * alerts, project errors.
 */
function exitCodeOf(
  { failed, alertFailed }: Pick<TestOutcome, "failed" | "alertFailed">,
  run: number,
  hasErrors: boolean,
): number {
  if (run !== EXIT.fine && run !== EXIT.projectError) return run;
  if (failed) return EXIT.testsFailed;
  if (alertFailed) return EXIT.jobsFailed;
  return hasErrors ? EXIT.projectError : run;
}

/**
 * Without a selection all that `run` runs, else what the chosen tests and the alerts look at;
 * undefined when that is nothing.
 */
function runNeeded(
  needing: readonly (Test | Alert)[],
  selection: string | undefined,
  { wait }: TestCommandOptions,
  { graph }: Project,
): AskedRun | undefined {
  const used = needing.filter(({ id }) => graph.dependencies(id).length > 0);
  if (selection !== undefined && used.length === 0) return undefined;
  return {
    ...(selection !== undefined && { selection: used.map(selectionOf).join(", ") }),
    ...(wait !== undefined && { wait }),
  };
}

/** JSON lines as the tests go; for people all tests at their end, failures last. */
function listener(
  json: boolean,
  { frame }: OpenedProject,
  reporter: Reporter,
  { terminal: { out } }: CommandContext,
): (event: TestEvent) => void {
  if (json) {
    return (event) => {
      const line =
        event.type === "alert-done" ? { ...event, diagnostics: frame(event.diagnostics) } : event;
      out.write(`${jsonText(line)}\n`);
    };
  }
  const reports: TestReport[] = [];
  return (event) => {
    if (event.type === "test-done") reports.push(event);
    else if (event.type === "tests-done") {
      if (reports.length === 0) reporter.note("There are no tests.");
      else out.write(testsText(reports, out, frame) + testsDoneText(event, out.colors));
    } else {
      reporter.diagnostics(frame(event.diagnostics));
      if (event.reached.length > 0) {
        reporter.note(`The alert \`${event.name}\` was sent to ${event.reached.join(", ")}.`);
      } else if (event.status === "sent") {
        reporter.note(`The alert \`${event.name}\` is due, but has no destinations.`);
      }
    }
  };
}

async function writeReport(
  file: string,
  text: string,
  { terminal }: CommandContext,
): Promise<void> {
  try {
    await writeFile(resolve(terminal.directory, file), text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw wrongUsage(`\`${file}\` cannot be written: ${reason}.`, "Name another file.");
  }
}
