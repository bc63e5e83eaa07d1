import type { Terminal } from "../terminal.js";
import { createJsonReporter } from "./json.js";
import { createLiveReporter } from "./live.js";
import { createPlainReporter } from "./plain.js";
import type { Reporter } from "./reporter.js";

/** JSON lines when asked for; else a live line on a terminal, plain lines in logs and in CI. */
export function createReporter(terminal: Terminal, json: boolean): Reporter {
  if (json) return createJsonReporter(terminal.out);
  const live = terminal.err.isTerminal && !terminal.env["CI"];
  return live ? createLiveReporter(terminal.err) : createPlainReporter(terminal.err);
}
