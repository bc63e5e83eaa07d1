import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../bin/headwater.js", import.meta.url));

export interface CliOptions {
  readonly cwd?: string;
  /** Over an environment without variables of Headwater, colours or CI. */
  readonly env?: Readonly<Record<string, string>>;
  /** The program `node`; that of the tests if absent. */
  readonly node?: string;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command line, without a terminal. The caller ends it. */
export function startCli(
  args: readonly string[],
  options: CliOptions = {},
): ChildProcessWithoutNullStreams {
  return spawn(options.node ?? process.execPath, [BIN, ...args], {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    env: { ...plainEnvironment(), ...options.env },
  });
}

/** Runs the built command line to its end. */
export async function runCli(
  args: readonly string[],
  options: CliOptions = {},
): Promise<CliResult> {
  const child = startCli(args, options);
  child.stdin.end();
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    }),
  ]);
  return { code, stdout, stderr };
}

/** What is kept for starts lies where nothing of the user lies. */
export const CACHES = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));

/**
 * The environment of this process without variables of Headwater, colours or CI, and without further
 * certificates: to read a company's takes Node longer than all else of its start.
 */
export function plainEnvironment(): Record<string, string | undefined> {
  const entries = Object.entries(process.env).filter(
    ([name]) =>
      !/^(HEADWATER_|FORCE_COLOR$|NO_COLOR$|CI$|NODE_OPTIONS$|NODE_EXTRA_CA_CERTS$|VITEST)/.test(
        name,
      ),
  );
  return { ...Object.fromEntries(entries), XDG_CACHE_HOME: CACHES };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}
