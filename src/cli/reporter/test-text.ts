import type { Diagnostic } from "../../contract/diagnostic.js";
import type { TestEvent, TestReport, TestStatus } from "../../contract/events.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Framing } from "../../diagnostics/framing.js";
import type { Colors } from "../colors.js";
import type { Sink } from "../terminal.js";
import { diagnosticText } from "../text/diagnostic-text.js";
import { clip, counted, duration, pad, singleLine } from "../text/plain-text.js";

type TestsDone = Extract<TestEvent, { type: "tests-done" }>;

const MARKS = {
  passed: { sign: "✓", paint: ({ green }) => green },
  failed: { sign: "✗", paint: ({ red }) => red },
  error: { sign: "✗", paint: ({ red }) => red },
  skipped: { sign: "-", paint: ({ dim }) => dim },
} as const satisfies Record<
  TestStatus,
  { sign: string; paint: (colors: Colors) => (text: string) => string }
>;

const RESULT_WIDTH = 24;

/** The tests as lines: what passed or was skipped first, then the failures with what they saw. */
export function testsText(reports: readonly TestReport[], sink: Sink, frame: Framing): string {
  const isFine = ({ status }: TestReport): boolean => status === "passed" || status === "skipped";
  const [fine, bad] = [reports.filter(isFine), reports.filter((report) => !isFine(report))];
  return [...fine, ...bad].map((report) => testText(report, sink, frame)).join("");
}

function testText(report: TestReport, sink: Sink, frame: Framing): string {
  const { colors } = sink;
  const { sign, paint } = MARKS[report.status];
  const room = Math.min(sink.columns, 100) - RESULT_WIDTH - 2;
  const name = pad(clip(singleLine(report.name), room), room);
  const line = `${name}${pad(resultOf(report), RESULT_WIDTH, "left")}`;
  const title = `${paint(colors)(sign)} ${report.status === "skipped" ? colors.dim(line) : line}\n`;
  if (report.status === "passed") return title;
  if (report.status === "skipped") {
    return `${title}    ${colors.dim(singleLine(report.message ?? ""))}\n`;
  }
  const faults = frame(diagnosticsOf(report)).map((diagnostic) =>
    diagnosticText(diagnostic, { colors, columns: sink.columns - 2 })
      .split("\n")
      .map((text) => (text === "" ? "" : `  ${text}`))
      .join("\n"),
  );
  return `${title}\n${faults.join("\n\n")}\n\n`;
}

function resultOf({ status, assertions, onFailure }: TestReport): string {
  const wrong = assertions.filter((assertion) => assertion.status !== "passed").length;
  if (status === "passed") return counted(assertions.length, "assertion");
  if (status === "skipped") return "skipped";
  const goesOn = onFailure === "continue" ? ", continues" : "";
  return wrong > 0 ? `${wrong} of ${assertions.length} failed${goesOn}` : `not evaluated${goesOn}`;
}

function diagnosticsOf({ message, hint, at, assertions }: TestReport): Diagnostic[] {
  const whole =
    message === undefined
      ? []
      : [createDiagnostic("test-not-evaluated", { reason: message }, { at, hint })];
  const parts = assertions.flatMap((assertion): Diagnostic[] => {
    if (assertion.status === "passed") return [];
    const code = assertion.status === "failed" ? "test-failed" : "test-not-evaluated";
    const context = { at: assertion.at, hint: assertion.hint };
    return [createDiagnostic(code, { reason: assertion.message ?? assertion.text }, context)];
  });
  return [...whole, ...parts];
}

const WORDS = {
  passed: "passed",
  failed: "failed",
  error: "not evaluated",
  skipped: "skipped",
} as const satisfies Record<TestStatus, string>;

/** `7 tests: 5 passed, 1 failed, 1 skipped in 0.12 s`. */
export function testsDoneText({ counts, milliseconds }: TestsDone, colors: Colors): string {
  const statuses = ["passed", "failed", "error", "skipped"] as const;
  const total = statuses.reduce((sum, status) => sum + counts[status], 0);
  const parts = statuses
    .filter((status) => counts[status] > 0)
    .map((status) => MARKS[status].paint(colors)(`${counts[status]} ${WORDS[status]}`));
  return `${colors.bold(counted(total, "test"))}: ${parts.join(", ")} in ${duration(milliseconds)}\n`;
}
