import type { CheckEvent, CheckStatus } from "../../contract/events.js";
import type { Colors } from "../colors.js";
import type { Sink } from "../terminal.js";
import { duration, groupedDigits } from "../text/plain-text.js";
import { asideLine, indentedDiagnostics, jobLine, type Mark } from "./job-line.js";

type JobChecked = Extract<CheckEvent, { type: "job-checked" }>;
type CheckDone = Extract<CheckEvent, { type: "check-done" }>;

const MARKS = {
  prepared: { sign: "✓", paint: ({ green }) => green },
  failed: { sign: "✗", paint: ({ red }) => red },
  unchecked: { sign: "-", paint: ({ dim }) => dim },
} as const satisfies Record<CheckStatus, Mark>;

/** In the order of the summary. */
const WORDS: Readonly<Record<CheckStatus, string>> = {
  prepared: "prepared",
  failed: "failed",
  unchecked: "not checked",
};
const STATUSES: readonly CheckStatus[] = ["prepared", "failed", "unchecked"];

/** A line as that of a job that ran, and below it what is wrong, or why it was not looked at. */
export function jobCheckedText(event: JobChecked, sink: Sink): string {
  const { job, status, reason, milliseconds, diagnostics } = event;
  const title = jobLine(
    {
      mark: MARKS[status],
      name: job.name,
      measure: WORDS[status],
      milliseconds: status === "unchecked" ? undefined : milliseconds,
    },
    sink,
  );
  const aside = reason === undefined ? "" : asideLine(reason, sink);
  return `${title}\n${aside}${indentedDiagnostics(diagnostics, sink)}`;
}

/** `12 queries: 10 prepared, 1 failed, 1 not checked in 0.40 s`. */
export function checkDoneText({ counts, milliseconds }: CheckDone, colors: Colors): string {
  const total = STATUSES.reduce((sum, status) => sum + counts[status], 0);
  if (total === 0) return "There is nothing to check.\n";
  const parts = STATUSES.filter((status) => counts[status] > 0).map((status) =>
    MARKS[status].paint(colors)(`${counts[status]} ${WORDS[status]}`),
  );
  return `${colors.bold(queries(total))}: ${parts.join(", ")} in ${duration(milliseconds)}\n`;
}

function queries(count: number): string {
  return count === 1 ? "1 query" : `${groupedDigits(count)} queries`;
}
