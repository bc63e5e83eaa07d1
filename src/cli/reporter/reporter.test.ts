import { expect, test, vi } from "vitest";
import { createColors } from "../colors.js";
import type { JobStatus } from "../../contract/manifest.js";
import type { RunEvent } from "../../contract/events.js";
import type { Sink } from "../terminal.js";
import { createJsonReporter } from "./json.js";
import { createLiveReporter } from "./live.js";
import { createPlainReporter } from "./plain.js";

function recordingSink(): Sink & { text(): string } {
  const written: string[] = [];
  return {
    write: (text) => void written.push(text),
    isTerminal: true,
    columns: 80,
    colors: createColors(false),
    text: () => written.join(""),
  };
}

function label(name: string) {
  return { id: `trace:${name}`, kind: "trace", name } as const;
}

const counts: Record<JobStatus, number> = {
  built: 1,
  reused: 2,
  failed: 1,
  skipped: 1,
  cancelled: 0,
  stale: 0,
};

const names = ["orders by week", "wrong", "below", "old"];
const events: readonly RunEvent[] = [
  { type: "run-start", run: "r", jobs: names.map(label) },
  { type: "job-start", job: label("orders by week") },
  { type: "job-progress", job: label("orders by week"), rows: 12_400, bytes: 1 },
  {
    type: "job-done",
    job: label("orders by week"),
    status: "built",
    rows: 1_234_567,
    engine: "cluster",
    milliseconds: 840,
    diagnostics: [],
  },
  {
    type: "job-done",
    job: label("wrong"),
    status: "failed",
    milliseconds: 61_500,
    diagnostics: [
      { code: "query-failed", severity: "error", message: "No column `x`.", hint: "Try `y`." },
    ],
  },
  {
    type: "job-done",
    job: label("below"),
    status: "skipped",
    milliseconds: 0,
    diagnostics: [{ code: "dependency-failed", severity: "error", message: "`wrong` failed." }],
  },
  {
    type: "job-done",
    job: label("old"),
    status: "reused",
    rows: 1,
    milliseconds: 0,
    diagnostics: [],
  },
  { type: "run-done", run: "r", counts, milliseconds: 62_000 },
];

test("plain lines tell each job that ran, failures in full, and a summary, within 80 columns", () => {
  const sink = recordingSink();
  const reporter = createPlainReporter(sink);
  for (const event of events) reporter.event(event);
  expect(sink.text()).toMatchInlineSnapshot(`
    "✓ orders by week                                      1,234,567 rows      0.84 s
        on \`cluster\`
    ✗ wrong                                                       failed  1 min 02 s

      error[query-failed]: No column \`x\`.
        = hint: Try \`y\`.

    - below                                                      skipped
        \`wrong\` failed.
    5 jobs: 1 built, 2 reused, 1 failed, 1 skipped in 1 min 02 s
    "
  `);
});

test("a name that is too long for the line is cut visibly", () => {
  const sink = recordingSink();
  const job = label("a very long name ".repeat(20));
  createPlainReporter(sink).event({
    type: "job-done",
    job,
    status: "built",
    rows: 1,
    milliseconds: 1,
    diagnostics: [],
  });
  expect(sink.text().trimEnd().length).toBeLessThanOrEqual(80);
  expect(sink.text()).toContain("…");
});

test("the live line moves while jobs run and is gone in the end", () => {
  vi.useFakeTimers();
  const sink = recordingSink();
  const reporter = createLiveReporter(sink);
  for (const event of events.slice(0, 3)) reporter.event(event);
  vi.advanceTimersByTime(100);
  expect(sink.text()).toContain("0/4  orders by week (12,400 rows)");
  for (const event of events.slice(3)) reporter.event(event);
  expect(vi.getTimerCount()).toBe(0);
  const lastLines = sink.text().split("\r\u001b[2K").at(-1);
  expect(lastLines).toMatch(/^5 jobs: 1 built, 2 reused, 1 failed, 1 skipped in 1 min 02 s\n$/);
  vi.useRealTimers();
});

test("JSON lines hold every event as it is", () => {
  const sink = recordingSink();
  const reporter = createJsonReporter(sink);
  for (const event of events) reporter.event(event);
  reporter.note("hello");
  const lines = sink.text().trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    ...events,
    { type: "note", message: "hello" },
  ]);
});

test("what is wrong with several jobs alike is told in full once", () => {
  const sink = recordingSink();
  const reporter = createPlainReporter(sink);
  const place = { line: 9, column: 27 };
  const at = { file: "headwater.yml", start: place, end: place };
  for (const name of ["one", "two"]) {
    reporter.event({
      type: "job-done",
      job: label(name),
      status: "failed",
      milliseconds: 1,
      diagnostics: [{ code: "input-column-unknown", severity: "error", message: "No `x`.", at }],
    });
  }
  expect(sink.text().match(/error\[input-column-unknown\]/g)).toHaveLength(1);
  expect(sink.text()).toContain("    Also: No `x`.");
});
