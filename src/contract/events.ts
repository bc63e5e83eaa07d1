/** What a run, a test run and a served site say while they go. */
import type { FramedDiagnostic, SourceRange } from "./diagnostic.js";
import type { EngineChoice, JobStatus } from "./manifest.js";

export type JobKind = "trace" | "sql-model" | "merge-model" | "script-model";

/** How events name a job. */
export interface JobLabel {
  /** `<kind of object>:<name>`, as in the manifest. */
  readonly id: string;
  readonly kind: JobKind;
  readonly name: string;
}

/** What a run reports while it goes; `--json` prints one of these per line. */
export type RunEvent =
  | { readonly type: "run-start"; readonly run: string; readonly jobs: readonly JobLabel[] }
  | { readonly type: "job-start"; readonly job: JobLabel }
  | {
      readonly type: "job-progress";
      readonly job: JobLabel;
      readonly rows: number;
      readonly bytes: number;
    }
  | {
      readonly type: "job-done";
      readonly job: JobLabel;
      readonly status: JobStatus;
      /** It failed before and is not tried again yet. */
      readonly rests?: true;
      readonly rows?: number;
      readonly bytes?: number;
      /** Name of the source on which a merge has run; absent: DuckDB. */
      readonly engine?: string;
      /** Of a merge that chooses its engine. */
      readonly choice?: EngineChoice;
      /** For which a service has billed it, and what was moved for it. */
      readonly bytesBilled?: number;
      readonly milliseconds: number;
      readonly diagnostics: readonly FramedDiagnostic[];
    }
  | {
      readonly type: "run-done";
      readonly run: string;
      readonly counts: Readonly<Record<JobStatus, number>>;
      readonly milliseconds: number;
      /** For which services have billed the run, where they bill by bytes. */
      readonly bytesBilled?: number;
    }
  | { readonly type: "note"; readonly message: string };

/** `unchecked`: only a run can tell, or what it needs failed. */
export type CheckStatus = "prepared" | "failed" | "unchecked";

/** What `run --check` reports while it goes; `--json` prints one of these per line. */
export type CheckEvent =
  | { readonly type: "check-start"; readonly jobs: readonly JobLabel[] }
  | { readonly type: "job-start"; readonly job: JobLabel }
  | {
      readonly type: "job-checked";
      readonly job: JobLabel;
      readonly status: CheckStatus;
      /** Why it is unchecked; a sentence. */
      readonly reason?: string;
      readonly milliseconds: number;
      readonly diagnostics: readonly FramedDiagnostic[];
    }
  | {
      readonly type: "check-done";
      readonly counts: Readonly<Record<CheckStatus, number>>;
      readonly milliseconds: number;
    };

/** `error`: it could not be evaluated; that counts as failed. */
export type TestStatus = "passed" | "failed" | "error" | "skipped";

/** One assertion of a test and whether it holds. */
export interface AssertionReport {
  /** Between `>{` and `}`. */
  readonly text: string;
  readonly at: SourceRange;
  readonly status: Exclude<TestStatus, "skipped">;
  /** Why it is not passed, with the values that decide. */
  readonly message?: string;
  readonly hint?: string;
}

/** What became of a test. */
export interface TestReport {
  /** `test:<name>`. */
  readonly id: string;
  readonly name: string;
  readonly at: SourceRange;
  readonly status: TestStatus;
  /** Whether its failure fails the command. */
  readonly onFailure: "exit" | "continue";
  /** Why it was skipped, or could not be evaluated as a whole. */
  readonly message?: string;
  readonly hint?: string;
  readonly assertions: readonly AssertionReport[];
  readonly milliseconds: number;
}

/** What became of an alert. */
export interface AlertReport {
  readonly name: string;
  /** `sent`: it reached all its destinations. */
  readonly status: "sent" | "failed";
  /** Names of the destinations that it reached. */
  readonly reached: readonly string[];
  readonly diagnostics: readonly FramedDiagnostic[];
}

/** What `test` reports while it goes; `--json` prints one of these per line. */
export type TestEvent =
  | ({ readonly type: "test-done" } & TestReport)
  | ({ readonly type: "alert-done" } & AlertReport)
  | {
      readonly type: "tests-done";
      readonly counts: Readonly<Record<TestStatus, number>>;
      readonly milliseconds: number;
    };
/**
 * Messages of the event stream. They say what changed, never carry rows.
 * `published`: new results or a new layout; fetch site.json and the open page's document again.
 * `problems`: the project cannot be read as it stands, or jobs of its last run failed; the last
 * good page stays and these lie over it (empty: mended).
 * `progress`: of a run; `refresh`: of one that asks the sources again because somebody wanted that.
 */
export type SiteEvent =
  | { readonly type: "published"; readonly run?: string }
  | { readonly type: "problems"; readonly problems: readonly FramedDiagnostic[] }
  | {
      readonly type: "progress";
      readonly done: number;
      readonly total: number;
      readonly refresh?: true;
    };
