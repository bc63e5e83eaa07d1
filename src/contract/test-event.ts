import type { FramedDiagnostic, SourceRange } from "./diagnostic.js";

/** `error`: it could not be evaluated; that counts as failed. */
export type TestStatus = "passed" | "failed" | "error" | "skipped";

export interface AssertionReport {
  /** Between `>{` and `}`. */
  readonly text: string;
  readonly at: SourceRange;
  readonly status: Exclude<TestStatus, "skipped">;
  /** Why it is not passed, with the values that decide. */
  readonly message?: string;
  readonly hint?: string;
}

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

export interface AlertReport {
  readonly name: string;
  /** `sent`: it reached all its destinations. */
  readonly status: "sent" | "failed";
  /** Names of the destinations that it reached. */
  readonly reached: readonly string[];
  readonly diagnostics: readonly FramedDiagnostic[];
}

/** What `test` tells while it goes; `--json` prints one of these per line. */
export type TestEvent =
  | ({ readonly type: "test-done" } & TestReport)
  | ({ readonly type: "alert-done" } & AlertReport)
  | {
      readonly type: "tests-done";
      readonly counts: Readonly<Record<TestStatus, number>>;
      readonly milliseconds: number;
    };
