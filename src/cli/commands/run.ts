import type { Command } from "commander";
import { addDbtOptions } from "../dbt-options.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { createBackoff, type Backoff } from "../../engine/run/backoff.js";
import { every } from "../../engine/run/every.js";
import type { ReadProject } from "../../project/disclosure.js";
import { isUnusable, openProject } from "../open-project.js";
import { EVERY_OPTION, periodOf } from "../period.js";
import { createReporter } from "../reporter/create.js";
import { reportedCheck } from "../reported-check.js";
import { reportedRun } from "../reported-run.js";
import { decideTrust, trustsSources } from "../trust.js";
import { wrongUsage } from "../usage.js";
import { chosenSource, withRun } from "../with-run.js";

interface RunCommandOptions extends CommonOptions {
  readonly source?: string;
  readonly all?: boolean;
  readonly reuse?: boolean;
  readonly wait?: boolean;
  readonly every?: string;
  readonly check?: boolean;
}

/** Options that are about rows and results, of which a check makes none. */
const NOT_WITH_CHECK = ["every", "reuse", "wait"] as const;

export const runCommand: CommandModule = {
  configure: (command) => {
    addDbtOptions(command);
    command
      .argument(
        "[selection]",
        "`name`, `+name`, `name+`, `tag:x`, `path:x`, `source:x`, `model:x` and other kinds, `*`, lists",
      )
      .option("-s, --source <name>", "the source of models that name none")
      .option("--all", "also what no dashboard or table shows")
      .option("--check", "have every source prepare its queries; run none and write nothing")
      .option("--trust", "let the project's code run, and remember that")
      .option("--reuse", "keep results whose queries are unchanged")
      .option("--wait", "wait while another run of the project goes on")
      .option(...EVERY_OPTION);
  },
  run,
};

async function run(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<RunCommandOptions>();
  const other = options.check && NOT_WITH_CHECK.find((name) => options[name] !== undefined);
  if (other) throw wrongUsage(`\`--check\` runs nothing, so \`--${other}\` cannot go with it.`);
  const period = periodOf(options.every);
  const opened = await openProject(options, context, { asks: true });
  const backoff = createBackoff();
  const once = (read: ReadProject) => runOnce(read, backoff, command, context);
  const exitCode = await once(opened);
  if (period === undefined || isUnusable(opened.project)) return exitCode;
  if (!context.signal.aborted) {
    createReporter(context.terminal, options.json === true).note(
      `It runs again every ${options.every}; Ctrl-C ends that.`,
    );
  }
  await every(period, context.signal, async () => {
    backoff.next();
    await once(await opened.reload());
  });
  await opened.close();
  return EXIT.fine;
}

async function runOnce(
  read: ReadProject,
  backoff: Backoff,
  command: Command,
  context: CommandContext,
): Promise<number> {
  const options = command.opts<RunCommandOptions>();
  const [selection] = command.args;
  const { project, frame } = read;
  const reporter = createReporter(context.terminal, options.json === true);
  reporter.diagnostics(frame(project.diagnostics));
  if (isUnusable(project)) return EXIT.projectError;
  const { source, all, reuse, wait, check } = options;
  const choice = chosenSource(read, source);
  if ("unknown" in choice) {
    reporter.diagnostics(frame([choice.unknown]));
    return EXIT.projectError;
  }
  const selected = {
    ...(selection !== undefined && { selection }),
    ...(all !== undefined && { all }),
  };
  if (check) {
    const trusted = await trustsSources(project, project.sources, options.trust, context.terminal);
    return withRun(read, { trusted, ...choice, outside: true }, context, (run) =>
      reportedCheck(run, selected, reporter, context),
    );
  }
  const trusted = await decideTrust(project, options.trust, context.terminal);
  const asked = {
    ...selected,
    ...(reuse !== undefined && { reuse }),
    ...(wait !== undefined && { wait }),
    rests: backoff.rests,
  };
  return withRun(read, { trusted, ...choice }, context, async (run) => {
    const { exitCode, manifest } = await reportedRun(run, asked, reporter, context);
    backoff.ended(manifest);
    return exitCode;
  });
}
