import { byteText } from "../../contract/byte-text.js";
import type { JobStatus } from "../../contract/manifest.js";
import type { RunEvent } from "../../contract/events.js";
import type { Colors } from "../colors.js";
import type { Sink } from "../terminal.js";
import { choiceText } from "../text/engine-choice.js";
import { counted, duration, groupedDigits } from "../text/plain-text.js";
import { asideLine, indentedDiagnostics, jobLine, type Mark } from "./job-line.js";

type JobDone = Extract<RunEvent, { type: "job-done" }>;
type RunDone = Extract<RunEvent, { type: "run-done" }>;

const MARKS = {
  built: { sign: "✓", paint: ({ green }) => green },
  reused: { sign: "=", paint: ({ dim }) => dim },
  stale: { sign: "!", paint: ({ yellow }) => yellow },
  failed: { sign: "✗", paint: ({ red }) => red },
  skipped: { sign: "-", paint: ({ dim }) => dim },
  cancelled: { sign: "-", paint: ({ dim }) => dim },
} as const satisfies Record<JobStatus, Mark>;

/** Words of the summary, in its order. */
const COUNTED: readonly JobStatus[] = [
  "built",
  "reused",
  "stale",
  "failed",
  "skipped",
  "cancelled",
];

/** One line per finished job that fits the terminal, and what went wrong with it below. */
export function jobDoneText(event: JobDone, sink: Sink): string {
  const ran = !event.rests && event.status !== "skipped" && event.status !== "cancelled";
  const title = jobLine(
    {
      mark: MARKS[event.status],
      name: event.job.name,
      measure: measure(event),
      milliseconds: ran ? event.milliseconds : undefined,
    },
    sink,
  );
  const where = whereText(event);
  const aside = where === undefined ? "" : asideLine(where, sink);
  return `${title}\n${aside}${problemsText(event, sink)}`;
}

/** Where a merge has run, when that is not DuckDB by itself. */
function whereText({ engine, choice }: JobDone): string | undefined {
  if (choice) return choiceText(choice, engine);
  return engine === undefined ? undefined : `on \`${engine}\``;
}

/**
 * `12 jobs: 10 built, 1 failed, 1 skipped in 0.84 s`, and behind it `, billed for 1.2 GB`; nothing when there were none, which the run
 * says itself.
 */
export function runDoneText(event: RunDone, colors: Colors): string {
  const { counts, milliseconds, bytesBilled } = event;
  const total = COUNTED.reduce((sum, status) => sum + counts[status], 0);
  if (total === 0) return "";
  const parts = COUNTED.filter((status) => counts[status] > 0).map((status) =>
    MARKS[status].paint(colors)(`${counts[status]} ${status}`),
  );
  const bill = bytesBilled === undefined ? "" : `, billed for ${byteText(bytesBilled)}`;
  const jobs = colors.bold(counted(total, "job"));
  return `${jobs}: ${parts.join(", ")} in ${duration(milliseconds)}${bill}\n`;
}

function measure({ status, rows, rests }: JobDone): string {
  if (rests) return "failed before";
  if (rows !== undefined && (status === "built" || status === "reused")) {
    return `${groupedDigits(rows)} ${rows === 1 ? "row" : "rows"}`;
  }
  return status;
}

/**
 * A skipped job says in one line what it waits for; the cause itself was reported where it
 * happened.
 */
function problemsText(event: JobDone, sink: Sink): string {
  if (event.status === "skipped") {
    return event.diagnostics.map(({ message }) => asideLine(message, sink)).join("");
  }
  return indentedDiagnostics(event.diagnostics, sink);
}
