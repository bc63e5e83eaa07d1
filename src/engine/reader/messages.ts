/** What passes between the main thread and a reader host; everything is structured-cloneable. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { CatalogSchema, CheckStage, Column, Relation } from "../../sources/contract.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";
import type { PlanFacts } from "../merge/read-plan.js";
import type { AdHocRows, Draft, EmbeddedScope, PlannedTable, ReaderSource } from "./contract.js";

/** What a host is for. */
export type HostTask =
  | { readonly kind: "source"; readonly source: ReaderSource; readonly temporaryDirectory: string }
  | {
      readonly kind: "embedded";
      /** Spilled data go here. */
      readonly temporaryDirectory: string;
      readonly memoryLimit: number;
      readonly spillLimit?: number;
    };

export interface Limits {
  readonly maxRows?: number;
  readonly maxBytes?: number;
}

/** Calls that a source's host answers. */
export interface SourceCalls {
  /** `path` is where the file is written; whoever asks removes what a failure leaves there. */
  trace(query: TraceQuery, path: string, limits: Limits): Promise<Draft>;
  model(sql: string, path: string, limits: Limits): Promise<Draft>;
  rows(sql: string, limit: number, limits: Limits): Promise<AdHocRows>;
  describe(sql: string): Promise<Column[]>;
  /** Its stages come one by one, as {@link HostMessage} `stage`. */
  check(): Promise<void>;
  catalog(): Promise<CatalogSchema[]>;
  relation(sql: string): Promise<Relation | undefined>;
  confirm(sql: string): Promise<Column[] | undefined>;
  estimate(sql: string): Promise<number | undefined>;
}

/** Calls that the host of the embedded DuckDB answers. */
export interface EmbeddedCalls {
  trace(query: TraceQuery, path: string, scope: EmbeddedScope, limits: Limits): Promise<Draft>;
  model(sql: string, path: string, scope: EmbeddedScope, limits: Limits): Promise<Draft>;
  rows(sql: string, limit: number, scope: EmbeddedScope, limits: Limits): Promise<AdHocRows>;
  describe(sql: string, scope: EmbeddedScope): Promise<Column[]>;
  arrow(file: string, path: string, limits: Limits): Promise<Draft>;
  plan(sql: string, tables: readonly PlannedTable[], timeZone: string): Promise<PlanFacts>;
}

export type MainMessage =
  | { readonly type: "start"; readonly task: HostTask }
  | {
      readonly type: "call";
      readonly id: number;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | { readonly type: "cancel"; readonly id: number }
  | { readonly type: "close" };

export type HostMessage =
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "failure"; readonly id: number; readonly diagnostic: Diagnostic }
  | {
      readonly type: "progress";
      readonly id: number;
      readonly rows: number;
      readonly bytes: number;
    }
  | { readonly type: "stage"; readonly id: number; readonly stage: CheckStage };

/** What a call in a host may use besides its arguments. */
export interface CallControl {
  readonly signal: AbortSignal;
  progress(rows: number, bytes: number): void;
  stage(stage: CheckStage): void;
}

/** The calls of a host, each with its control as the last argument. */
export type Service<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...args: infer Args) => infer Answer
    ? (...args: [...Args, CallControl]) => Answer
    : never;
} & { close(): Promise<void> };
