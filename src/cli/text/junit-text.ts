import type { AssertionReport, TestReport } from "../../contract/events.js";

/**
 * A report for build servers: one suite, one case per assertion. A test that was skipped, or that
 * could not be evaluated as a whole, is one case.
 */
export function junitText(
  project: string,
  reports: readonly TestReport[],
  startedAt: Date,
): string {
  const cases = reports.flatMap(casesOf);
  const count = (status: string): number => cases.filter((one) => one.status === status).length;
  const seconds = reports.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  const totals = attributes({
    tests: cases.length,
    failures: count("failed"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds.toFixed(3),
  });
  const suite = attributes({ name: project, timestamp: startedAt.toISOString().slice(0, 19) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${totals}>`,
    `  <testsuite${suite}${totals}>`,
    ...cases.map(({ xml }) => xml),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

interface Case {
  readonly status: TestReport["status"];
  readonly xml: string;
}

function casesOf(report: TestReport): Case[] {
  if (report.assertions.length === 0) {
    const { status, message, at } = report;
    return [caseOf(report, report.name, { status, at, ...(message !== undefined && { message }) })];
  }
  const share = report.milliseconds / report.assertions.length;
  return report.assertions.map((assertion) =>
    caseOf({ ...report, milliseconds: share }, assertion.text, assertion),
  );
}

function caseOf(
  { name: test, milliseconds }: TestReport,
  name: string,
  {
    status,
    message = "",
    at,
  }: Pick<TestReport, "status" | "at"> & Pick<AssertionReport, "message">,
): Case {
  const open = `    <testcase${attributes({
    classname: test,
    name,
    file: at.file,
    line: at.start.line,
    time: (milliseconds / 1000).toFixed(3),
  })}`;
  if (status === "passed") return { status, xml: `${open}/>` };
  const kind = { failed: "failure", error: "error", skipped: "skipped" }[status];
  const body = `      <${kind}${attributes({ message })}/>`;
  return { status, xml: `${open}>\n${body}\n    </testcase>` };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * XML has no place for most control characters, not even escaped, nor for halves of surrogate
 * pairs.
 */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
