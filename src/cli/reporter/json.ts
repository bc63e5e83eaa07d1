import type { FramedDiagnostic } from "../../contract/diagnostic.js";
import type { CheckEvent, RunEvent } from "../../contract/events.js";
import type { Sink } from "../terminal.js";
import { jsonText } from "../text/json-text.js";
import type { Reporter } from "./reporter.js";

/**
 * What `--json` prints, one per line: the events of a run or a check and the diagnostics that belong to no
 * job.
 */
export type ReportLine =
  | RunEvent
  | CheckEvent
  | { readonly type: "diagnostics"; readonly diagnostics: readonly FramedDiagnostic[] };

/** JSON lines on standard output. */
export function createJsonReporter(out: Sink): Reporter {
  const print = (line: ReportLine) => out.write(`${jsonText(line)}\n`);
  return {
    event: print,
    diagnostics: (diagnostics) => {
      if (diagnostics.length > 0) print({ type: "diagnostics", diagnostics });
    },
    note: (message) => print({ type: "note", message }),
    close: () => {},
  };
}
