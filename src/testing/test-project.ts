/** `test`: select → are the results current? → evaluate → alerts → exit code. */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { Manifest } from "../contract/manifest.js";
import type { TestEvent, TestReport, TestStatus } from "../contract/events.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { Alert, Test } from "../project/objects.js";
import type { Project } from "../project/project.js";
import { selectObjects } from "../project/selection.js";
import { sendAlerts } from "./alerts/send-alerts.js";
import type { Scrubber } from "../diagnostics/scrub.js";
import type { OpenedRun } from "../engine/opened-run.js";
import { outdatedResults } from "../engine/keys/outdated-results.js";
import { expressionsOf, resultsOf, standingOf } from "./required-results.js";
import { createResultColumns } from "./result-columns.js";
import { hasFailed, runTests } from "./run-tests.js";

/** The tests that a selection means. */
export interface ChosenTests {
  readonly tests: readonly Test[];
  /** With errors here nothing is tested. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The selected tests and those of the selected traces and models; all of them without a selection.
 */
export function chooseTests(project: Project, selection: string | undefined): ChosenTests {
  if (selection === undefined) return { tests: project.tests, diagnostics: [] };
  const { objects, diagnostics } = selectObjects(selection, project);
  const isMeant = ({ id }: Test): boolean =>
    objects.has(id) || project.graph.dependencies(id).some((used) => objects.has(used.id));
  return { tests: project.tests.filter(isMeant), diagnostics };
}

/** What keeps tests and alerts from being evaluated: results that are missing or not current. */
export async function refuseOldResults(
  opened: OpenedRun,
  needing: readonly (Test | Alert)[],
  manifest: Manifest | undefined,
): Promise<Diagnostic[]> {
  const needed = new Set(needing.flatMap(expressionsOf).flatMap((one) => [...resultsOf(one)]));
  if (needed.size === 0) return [];
  const outdated = manifest ? await outdatedResults(opened, needing, manifest) : new Set<string>();
  const names = { missing: [] as string[], stale: [] as string[] };
  for (const object of needed) {
    const standing = standingOf(object, manifest);
    const artifact = manifest?.objects[object.id]?.artifact;
    const isWhole = artifact && (await opened.state.condition(artifact)) === "whole";
    if (standing === "missing" || !isWhole) names.missing.push(object.name);
    else if (standing === "stale" || outdated.has(object.id)) names.stale.push(object.name);
  }
  const { missing, stale } = names;
  return [
    ...(missing.length > 0 ? [createDiagnostic("test-data-missing", { names: missing })] : []),
    ...(stale.length > 0 ? [createDiagnostic("test-data-stale", { names: stale })] : []),
  ];
}

export interface TestProjectOptions {
  readonly tests: readonly Test[];
  readonly manifest: Manifest | undefined;
  readonly signal: AbortSignal;
  readonly onEvent: (event: TestEvent) => void;
  /** Where destinations of type `console` write. */
  readonly print: (text: string) => void;
}

export interface TestOutcome {
  readonly reports: readonly TestReport[];
  /** A test failed that is not to be continued after. */
  readonly failed: boolean;
  /** An alert that was due did not reach a destination. */
  readonly alertFailed: boolean;
}

/** Evaluates tests over the results of a manifest and sends the alerts that are due. */
export async function testProject(
  opened: OpenedRun,
  { tests, manifest, signal, onEvent, print }: TestProjectOptions,
): Promise<TestOutcome> {
  const { project, scrub } = opened;
  const start = performance.now();
  const columns = createResultColumns(opened, manifest, signal);
  const shared = { columns, signal };
  const reports = await runTests(tests, {
    ...shared,
    environment: project.environment,
    scrub: (report) => scrubbed(report, scrub),
    onTest: (report) => onEvent({ type: "test-done", ...report }),
  });
  const alerts = await sendAlerts(project, reports, {
    ...shared,
    scrub,
    print,
    onAlert: (report) => onEvent({ type: "alert-done", ...report }),
  });
  const milliseconds = Math.round(performance.now() - start);
  onEvent({ type: "tests-done", counts: countOf(reports), milliseconds });
  return {
    reports,
    failed: reports.some((report) => hasFailed(report) && report.onFailure === "exit"),
    alertFailed: alerts.some(({ status }) => status === "failed"),
  };
}

function countOf(reports: readonly TestReport[]): Record<TestStatus, number> {
  const counts = { passed: 0, failed: 0, error: 0, skipped: 0 };
  for (const { status } of reports) counts[status]++;
  return counts;
}

/** An expression may hold what came from the environment, and values may be secrets. */
function scrubbed(report: TestReport, scrub: Scrubber): TestReport {
  const text = (value: string): string => scrub.text(value);
  return {
    ...report,
    ...(report.message !== undefined && { message: text(report.message) }),
    assertions: report.assertions.map((assertion) => ({
      ...assertion,
      text: text(assertion.text),
      ...(assertion.message !== undefined && { message: text(assertion.message) }),
    })),
  };
}
