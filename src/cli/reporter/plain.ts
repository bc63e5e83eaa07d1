import type { FramedDiagnostic } from "../../contract/diagnostic.js";
import type { Sink } from "../terminal.js";
import { diagnosticsText } from "../text/diagnostic-text.js";
import { singleLine } from "../text/plain-text.js";
import { checkDoneText, jobCheckedText } from "./check-text.js";
import { jobDoneText, runDoneText } from "./job-text.js";
import { asideLine } from "./job-line.js";
import type { Reporter } from "./reporter.js";

/**
 * Lines that only ever grow, for logs and pipes. Reused jobs are counted in the summary, not
 * listed. `print` lets the live terminal put its own line below.
 */
export function createPlainReporter(
  sink: Sink,
  print: (text: string) => void = (text) => sink.write(text),
): Reporter {
  const told = new Set<string>();

  /** What is wrong with several jobs alike is told in full once; what remains is told again. */
  function split(diagnostics: readonly FramedDiagnostic[]) {
    const isTold = (one: FramedDiagnostic) => one.at !== undefined && told.has(JSON.stringify(one));
    const again = diagnostics.filter(isTold);
    const fresh = diagnostics.filter((one) => !isTold(one));
    for (const one of fresh) told.add(JSON.stringify(one));
    return {
      fresh,
      again: again.map(({ message }) => asideLine(`Also: ${message}`, sink)).join(""),
    };
  }

  return {
    event: (event) => {
      if (event.type === "job-done" && event.status !== "reused") {
        const { fresh, again } = split(event.diagnostics);
        print(jobDoneText({ ...event, diagnostics: fresh }, sink) + again);
      }
      if (event.type === "run-done") print(runDoneText(event, sink.colors));
      if (event.type === "job-checked") {
        const { fresh, again } = split(event.diagnostics);
        print(jobCheckedText({ ...event, diagnostics: fresh }, sink) + again);
      }
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
