/** Runs the Git command line: without a shell, hooks, filters or questions, for a limited time. */
import { spawn } from "node:child_process";
import { isErrorCode } from "../../disk/error-code.js";

export interface GitOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly input?: string;
}

export type GitOutcome =
  | { readonly output: Buffer }
  | { readonly problem: string; readonly detail?: string };

const TIMEOUT_MILLISECONDS = 120_000;
/** Of what one call prints: the largest repository that is taken, and a little. */
const MOST_OUTPUT = 300_000_000;

/**
 * Settings over those of the user: nothing that a repository holds is run, and only `https` is
 * spoken.
 */
const SETTINGS = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.symlinks=false",
  "submodule.recurse=false",
  "fetch.recurseSubmodules=false",
  "credential.interactive=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "protocol.allow=never",
  "protocol.https.allow=always",
].flatMap((setting) => ["-c", setting]);

/**
 * Variables of Git that only choose how the user connects; others could lead it to another
 * repository.
 */
const KEPT = new Set([
  "GIT_ALLOW_PROTOCOL",
  "GIT_CONFIG_GLOBAL",
  "GIT_CONFIG_SYSTEM",
  "GIT_CONFIG_NOSYSTEM",
  "GIT_EXEC_PATH",
  "GIT_SSL_CAINFO",
  "GIT_SSL_CAPATH",
]);

/**
 * Never rejects: whatever goes wrong is the answer. `GIT_ALLOW_PROTOCOL` of the environment has the
 * last word on protocols.
 */
export function runGit(args: readonly string[], options: GitOptions): Promise<GitOutcome> {
  const { env, signal, input } = options;
  if (signal.aborted) return Promise.resolve({ problem: "it was stopped" });
  return new Promise((resolve) => {
    const child = spawn("git", [...SETTINGS, ...args], { env: gitEnvironment(env) });
    const output: Buffer[] = [];
    let bytes = 0;
    let errors = "";
    let stopped: string | undefined;
    const stop = (reason: string) => {
      stopped ??= reason;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => stop("it takes longer than two minutes"), TIMEOUT_MILLISECONDS);
    const abort = () => stop("it was stopped");
    signal.addEventListener("abort", abort, { once: true });
    const end = (outcome: GitOutcome) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      resolve(outcome);
    };
    child.stdout.on("data", (part: Buffer) => {
      output.push(part);
      bytes += part.length;
      if (bytes > MOST_OUTPUT) stop("it is too large");
    });
    child.stderr.on("data", (part: Buffer) => {
      errors = (errors + part.toString("utf8")).slice(-4096);
    });
    child.once("error", (error) => {
      const missing = isErrorCode(error, "ENOENT");
      end({ problem: missing ? "`git` is not installed" : error.message });
    });
    child.once("close", (code) => {
      const detail = errors.trim();
      if (stopped !== undefined) end({ problem: stopped });
      else if (code === 0) end({ output: Buffer.concat(output) });
      else end({ problem: problemIn(detail), ...(detail !== "" && { detail }) });
    });
    // A program that ends early does not read all of its input.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
  });
}

function gitEnvironment(env: GitOptions["env"]): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("GIT_") || KEPT.has(name));
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}

/** Git's own words, by what they mean for the reader. */
const PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/couldn't find remote ref|not our ref|no such remote ref/i, "it has no such version"],
  [
    /could not resolve host|unable to access|timed out|network is unreachable/i,
    "its server cannot be reached",
  ],
  [
    /could not read username|authentication failed|terminal prompts disabled/i,
    "it is not public, and Git has no login for it",
  ],
  [
    /repository .*not found|does not appear to be a git repository|does not exist/i,
    "there is no such repository",
  ],
  [/transport .* not allowed/i, "only `https` addresses are fetched"],
];

function problemIn(errors: string): string {
  return PROBLEMS.find(([pattern]) => pattern.test(errors))?.[1] ?? "Git failed";
}
