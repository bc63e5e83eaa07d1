import type { Sink } from "../terminal.js";
import { diagnosticsText } from "../text/diagnostic-text.js";
import { singleLine } from "../text/plain-text.js";
import { checkDoneText, jobCheckedText } from "./check-text.js";
import { jobDoneText, runDoneText } from "./job-text.js";
import type { Reporter } from "./reporter.js";

/**
 * Lines that only ever grow, for logs and pipes. Reused jobs are counted in the summary, not
 * listed. `print` lets the live terminal put its own line below.
 */
export function createPlainReporter(
  sink: Sink,
  print: (text: string) => void = (text) => sink.write(text),
): Reporter {
  return {
    event: (event) => {
      if (event.type === "job-done" && event.status !== "reused") print(jobDoneText(event, sink));
      if (event.type === "run-done") print(runDoneText(event, sink.colors));
      if (event.type === "job-checked") print(jobCheckedText(event, sink));
      if (event.type === "check-done") print(checkDoneText(event, sink.colors));
      if (event.type === "note") print(`${singleLine(event.message)}\n`);
    },
    diagnostics: (diagnostics) => {
      if (diagnostics.length > 0) print(diagnosticsText(diagnostics, sink));
    },
    note: (message) => print(`${singleLine(message)}\n`),
    close: () => {},
  };
}
