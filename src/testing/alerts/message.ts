import type { TestReport } from "../../contract/events.js";
import type { Alert } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { hasFailed } from "../run-tests.js";

/** What an alert says, in plain text. */
export interface AlertMessage {
  /** One line. */
  readonly subject: string;
  /** One line per failed test and assertion. */
  readonly lines: readonly string[];
}

const MOST_TESTS = 20;
const LONGEST_LINE = 300;

/** The summary of a run of tests: failed tests first, at most twenty of them. */
export function alertMessage(
  alert: Alert,
  { name, environment }: Pick<Project, "name" | "environment">,
  reports: readonly TestReport[],
): AlertMessage {
  const failed = reports.filter(hasFailed);
  const where = environment.name === "default" ? name : `${name} (${environment.name})`;
  const count = `${failed.length} of ${reports.length} ${reports.length === 1 ? "test" : "tests"}`;
  const subject = failed.length > 0 ? `${where}: ${count} failed` : `${where}: alert ${alert.name}`;
  const lines = failed.slice(0, MOST_TESTS).flatMap(linesOf);
  if (alert.description !== undefined) lines.unshift(alert.description);
  const more = failed.length - MOST_TESTS;
  if (more > 0) lines.push(`and ${more} more`);
  return { subject: oneLine(subject), lines: lines.map(oneLine) };
}

function linesOf({ name, at, message, assertions }: TestReport): string[] {
  const faults = assertions.filter(({ status }) => status !== "passed");
  const reasons = [message, ...faults.map((fault) => fault.message ?? fault.text)];
  return [
    `${name} (${at.file}:${at.start.line})`,
    ...reasons.filter((reason) => reason !== undefined).map((reason) => `  ${reason}`),
  ];
}

function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE - 1)}…` : line;
}
