/** argv → command module → exit code. Only the module of the command that is used gets imported. */
import { Command, CommanderError } from "commander";
import { COMMAND_NAMES, COMMANDS, isCommandName, type CommandName } from "./command-table.js";
import { EXIT, type CommandContext } from "./command.js";
import type { Terminal } from "./terminal.js";
import { diagnosticText } from "./text/diagnostic-text.js";
import { unknownCommand } from "./unknown-command.js";
import { UsageError, wrongUsage } from "./usage.js";

/** Runs the command that `argv` names and resolves with the exit code; rejects on bugs only. */
export async function runProgram(
  argv: readonly string[],
  context: CommandContext,
  version: string,
): Promise<number> {
  let exitCode: number = EXIT.fine;
  const words = normalised(argv);
  const [first = ""] = words;
  const program = createProgram(context.terminal, version);
  // The others are for help and for what is no command.
  for (const name of isCommandName(first) ? [first] : COMMAND_NAMES) {
    if (!isCommandName(name)) continue;
    const command = program.command(name).summary(COMMANDS[name].summary);
    // The hook below adds the rest before the command's own arguments are parsed.
    command.helpOption("-h, --help", "show this help");
  }
  program.hook("preSubcommand", async (_, command) => {
    const name = command.name();
    if (!isCommandName(name)) return;
    const module = await COMMANDS[name].load();
    describeCommand(command, name);
    module.configure(command);
    addCommonOptions(command);
    command.action(async () => {
      exitCode = await module.run(command, context);
    });
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    return await usageExit(error, argv, context.terminal);
  }
}

function createProgram(terminal: Terminal, version: string): Command {
  return new Command("headwater")
    .description("Business intelligence as code over many sources.")
    .usage("<command> [options]")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      // Errors are reported once, by usageExit.
      outputError: () => {},
      getOutHelpWidth: () => terminal.out.columns,
      getErrHelpWidth: () => terminal.err.columns,
    })
    .addHelpText(
      "after",
      "\n`headwater <command> --help` shows a command's options and an example.",
    )
    .on("command:*", ([name = ""]: string[]) => {
      throw unknownCommand(name);
    });
}

function describeCommand(command: Command, name: CommandName): void {
  const { summary, examples } = COMMANDS[name];
  const title = examples.length === 1 ? "Example" : "Examples";
  command
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .addHelpText("after", `\n${title}:\n${examples.map((line) => `  $ ${line}`).join("\n")}`);
}

function addCommonOptions(command: Command): void {
  command
    .option("--project-dir <folder>", "where the project is (default: here or in a folder above)")
    .option("--environment <name>", "read `.env.<name>` over `.env`")
    .option("--json", "print for programs: one document, or one event per line");
}

/**
 * `headwater help run` is `headwater run --help`; nothing at all is `--help`; `--env` is what people
 * call `--environment`.
 */
function normalised(argv: readonly string[]): string[] {
  const [first, second, ...rest] = argv;
  if (first === undefined) return ["--help"];
  if (first !== "help") return argv.map((word) => word.replace(/^--env(?==|$)/, "--environment"));
  return second === undefined ? ["--help"] : [second, "--help", ...rest];
}

async function usageExit(
  error: unknown,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.fine;
  const usage = error instanceof CommanderError ? wrongUsageOf(error) : error;
  if (!(usage instanceof UsageError)) throw error;
  const { diagnostic } = usage;
  const { tellFailure } = await import("./failure.js");
  tellFailure(
    { diagnostic, text: `${diagnosticText(diagnostic, terminal.err)}\n` },
    argv,
    terminal,
  );
  return EXIT.usage;
}

/** Commander says `error: unknown option '--al'\n(Did you mean --all?)`. */
function wrongUsageOf(error: CommanderError): UsageError {
  const [first = "", hint] = error.message.replace(/^error: /, "").split("\n");
  const reason = first.replace(/'([^']*)'/g, "`$1`");
  const sentence = `${reason.charAt(0).toUpperCase()}${reason.slice(1).replace(/\.$/, "")}.`;
  return wrongUsage(sentence, hint?.replace(/^\((.*)\)$/, "$1"));
}
