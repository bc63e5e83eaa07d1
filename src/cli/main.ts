import { setMaxListeners } from "node:events";
import { readFileSync } from "node:fs";

/** Runs one command; the only place that sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const version = readVersion();
  if (argv[0] === "--version" || argv[0] === "-V") {
    process.stdout.write(`${version}\n`);
    return;
  }
  const interruption = listenForInterruption();
  try {
    const [{ runProgram }, { processTerminal }] = await Promise.all([
      import("./program.js"),
      import("./terminal.js"),
    ]);
    const context = { terminal: processTerminal(endBrokenOff), signal: interruption.signal };
    process.exitCode = await runProgram(argv, context, version);
  } catch (error) {
    process.exitCode = await tell(error, argv);
  } finally {
    interruption.stopListening();
  }
}

/** Output that cannot be told ends the command; that is told where errors are, `--json` or not. */
function endBrokenOff(error: Error): void {
  void tell(error, []).then((exitCode) => process.exit(exitCode));
}

/** The exit code of a command that did not end by itself. */
async function tell(error: unknown, argv: readonly string[]): Promise<number> {
  try {
    const { processTerminal } = await import("./terminal.js");
    const { describeFailure, tellFailure } = await import("./failure.js");
    const terminal = processTerminal(() => undefined);
    const failure = describeFailure(error, terminal.err);
    tellFailure(failure, argv, terminal);
    return failure.exitCode;
  } catch {
    // Where no further file can be opened, neither can those that have the words.
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`error[out-of-resource]: The machine ran out of something: ${reason}.\n`);
    return OUT_OF_RESOURCE;
  }
}

const OUT_OF_RESOURCE = 6;

function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  // Our own package.json, whose version npm requires.
  return (JSON.parse(text) as { version: string }).version;
}

/** Ctrl-C, a supervisor's request and the end of the terminal. */
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The first Ctrl-C asks the command to stop, which cancels on the servers; the second ends at once,
 * by the signal itself: `process.exit` would wait for what DuckDB's threads are doing. Shells see
 * 130 both times.
 */
function listenForInterruption(): { signal: AbortSignal; stopListening: () => void } {
  const controller = new AbortController();
  // All that runs at once listens to it, and Node warns of more than ten.
  setMaxListeners(0, controller.signal);
  const stopListening = () => {
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      stopListening();
      process.kill(process.pid, signal);
      return;
    }
    process.stderr.write("\nStopping. Ctrl-C once more ends at once.\n");
    controller.abort();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  return { signal: controller.signal, stopListening };
}
