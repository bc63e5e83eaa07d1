import type { FramedDiagnostic } from "./diagnostic.js";
import type { JobStatus } from "./manifest.js";

export type JobKind = "trace" | "sql-model" | "merge-model" | "script-model";

export interface JobLabel {
  /** `<kind of object>:<name>`, as in the manifest. */
  readonly id: string;
  readonly kind: JobKind;
  readonly name: string;
}

/** What a run tells while it goes; `--json` prints one of these per line. */
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
      readonly rows?: number;
      readonly bytes?: number;
      readonly milliseconds: number;
      readonly diagnostics: readonly FramedDiagnostic[];
    }
  | {
      readonly type: "run-done";
      readonly run: string;
      readonly counts: Readonly<Record<JobStatus, number>>;
      readonly milliseconds: number;
    }
  | { readonly type: "note"; readonly message: string };
