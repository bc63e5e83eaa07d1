import type { Command } from "commander";
import { addDbtOptions } from "../dbt-options.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { ReadProject } from "../../project/disclosure.js";
import { isTrusted, trustFile } from "../../trust/trust.js";
import type { Project } from "../../project/project.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { describeFailure } from "../failure.js";
import { openBrowser } from "../open-browser.js";
import { openProject } from "../open-project.js";
import { createReporter } from "../reporter/create.js";
import type { Reporter } from "../reporter/reporter.js";
import type { Terminal } from "../terminal.js";
import { jsonText } from "../text/json-text.js";
import { singleLine } from "../text/plain-text.js";
import type { ServedProject } from "../../server/serve-project.js";
import { EVERY_OPTION, periodOf } from "../period.js";
import { decideTrust } from "../trust.js";
import { wrongUsage } from "../usage.js";

const DEFAULT_PORT = 8000;

interface ServeCommandOptions extends CommonOptions {
  readonly port?: string;
  readonly open?: boolean;
  readonly every?: string;
}

export const serveCommand: CommandModule = {
  configure: (command) => {
    addDbtOptions(command);
    command
      .option(
        "--port <number>",
        `the port to listen on, else the next free one (default: ${DEFAULT_PORT})`,
      )
      .option("--open", "show the page in the browser")
      .option(...EVERY_OPTION)
      .option("--trust", "let the project's code run, and remember that");
  },
  run: serve,
};

/** Serves until it is stopped, which is how it is meant to end: exit code 0. */
async function serve(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<ServeCommandOptions>();
  const { terminal, signal } = context;
  const wanted = portOf(options.port);
  const every = periodOf(options.every);
  const opened = await openProject(options, context, { asks: true });
  const { project, frame } = opened;
  const reporter = createReporter(terminal, options.json === true);
  if (project.inputs.length === 0) {
    reporter.diagnostics(frame(project.diagnostics));
    return EXIT.projectError;
  }
  const trusted = options.trust === true || terminal.env["HEADWATER_TRUST"] === "1";
  await decideTrust(project, options.trust, terminal);
  const { serveProject } = await import("../../server/serve-project.js");
  const served = await serveProject({
    read: opened,
    reload: () => opened.reload(),
    port: wanted,
    every,
    trusts: async (current) => trusted || isTrusted(current, trustFile(terminal.env)),
    onEvent: (event) => reporter.event(event),
    onProblems: createProblemTeller(reporter),
    onWarning: (warning) => reporter.diagnostics([warning]),
    onFailure: (error) => {
      const { text, diagnostic } = describeFailure(error, terminal.err);
      terminal.err.write(text);
      return diagnostic;
    },
  });
  if (served.port !== wanted && wanted !== 0) {
    reporter.diagnostics([createDiagnostic("port-taken", { port: wanted, used: served.port })]);
  }
  announce(served, project, terminal, options.json === true);
  if (options.open) openBrowser(served.loginUrl);
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([served.begin(), stopped]);
  await stopped;
  await served.close();
  await opened.close();
  reporter.close();
  return EXIT.fine;
}

function portOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw wrongUsage(
    `\`${text}\` is not a port.`,
    "A port is a number from 0 to 65535; 0 takes any.",
  );
}

/** The address is the command's result; who opens it first may refresh. */
function announce(
  { url, loginUrl }: Pick<ServedProject, "url" | "loginUrl">,
  project: Project,
  { out }: Terminal,
  json: boolean,
): void {
  if (json) {
    const listening = { type: "listening", url, loginUrl, project: project.name };
    out.write(`${jsonText(listening)}\n`);
    return;
  }
  const { bold, cyan, dim } = out.colors;
  out.write(
    `${bold(singleLine(project.name))} is served at ${cyan(loginUrl)} ${dim("(Ctrl-C ends it)")}\n`,
  );
}

/**
 * Reports faults once, not again with every edit that leaves them as they are, and says when all
 * are gone.
 */
function createProblemTeller(
  reporter: Reporter,
): (read: ReadProject, problems: readonly Diagnostic[]) => void {
  let last = "[]";
  return ({ frame }, problems) => {
    const now = JSON.stringify(problems);
    if (now === last) return;
    if (problems.length === 0) reporter.note("The project is without faults again.");
    last = now;
    reporter.diagnostics(frame(problems));
  };
}
