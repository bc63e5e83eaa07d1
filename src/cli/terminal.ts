import { createColors, type Colors } from "./colors.js";
import { openOutput, type OutputStream } from "./standard-output.js";

/** One of the two output streams. */
export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in columns; 80 where there is no terminal. */
  readonly columns: number;
  /** Does nothing unless the stream is a terminal and `NO_COLOR` is unset. */
  readonly colors: Colors;
}

/** Everything a command touches of the process it runs in. */
export interface Terminal {
  /** Results. */
  readonly out: Sink;
  /** Everything else. */
  readonly err: Sink;
  /** Asks a question and resolves with the answered line; absent where nobody can answer. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A sink over a stream, which is opened when something of it is first asked for. */
export function createSink(open: () => OutputStream, env: Terminal["env"]): Sink {
  let opened: OutputStream | undefined;
  let colors: Colors | undefined;
  const stream = () => (opened ??= open());
  const isTerminal = () => stream().isTTY === true;
  return {
    write: (text) => void stream().write(text),
    get isTerminal() {
      return isTerminal();
    },
    get columns() {
      return (isTerminal() && stream().columns) || 80;
    },
    get colors() {
      return (colors ??= createColors(isTerminal() && !env["NO_COLOR"]));
    },
  };
}

/**
 * The terminal of the running process; `brokenOff` is told what ends its output early. Node takes a
 * millisecond and more for each of its streams.
 */
export function processTerminal(brokenOff: (error: Error) => void): Terminal {
  const env = process.env;
  return {
    out: createSink(() => openOutput(brokenOff), env),
    err: createSink(() => process.stderr, env),
    directory: process.cwd(),
    env,
    get ask() {
      return process.stdin.isTTY && process.stderr.isTTY ? ask : undefined;
    },
  };
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}
