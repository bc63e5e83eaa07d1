/**
 * Commands without a process of their own: the program with its surroundings put in. For tests of
 * what a command says and does; the process around it, its streams, signals and memory are for
 * `cli.ts`, which takes half a second longer.
 */
import { setMaxListeners } from "node:events";
import { readFileSync } from "node:fs";
import { describeFailure, tellFailure } from "../../src/cli/failure.js";
import { runProgram } from "../../src/cli/program.js";
import { createSink } from "../../src/cli/terminal.js";
import { createRenderer } from "../../src/project/read/jinja/renderer.js";
import { plainEnvironment, type CliOptions, type CliResult } from "./cli.js";
import { keptHosts } from "./kept-hosts.js";

// Our own package.json, whose version npm requires.
const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

const renderer = createRenderer();

/** What `headwater` with these arguments prints where there is no terminal, and its exit code. */
export async function runCommand(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: CliOptions = {},
): Promise<CliResult> {
  const [out, err] = [collectText(), collectText()];
  const environment = { ...plainEnvironment(), ...env };
  const terminal = {
    out: createSink(() => out, environment),
    err: createSink(() => err, environment),
    directory: cwd,
    env: environment,
  };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const kept = { hosts: keptHosts, renderer };
  const code = await runProgram(args, { terminal, signal, kept }, version).catch(
    (error: unknown) => {
      const failure = describeFailure(error, terminal.err);
      tellFailure(failure, args, terminal);
      return failure.exitCode;
    },
  );
  return { code, stdout: out.text(), stderr: err.text() };
}

function collectText(): { write(text: string): void; text(): string } {
  const parts: string[] = [];
  return { write: (text) => void parts.push(text), text: () => parts.join("") };
}
