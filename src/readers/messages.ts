/** What passes between the main thread and a reader host; everything is structured-cloneable. */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { CheckStage } from "../sources/contract.js";
import type { ReaderSource } from "./contract.js";

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

/**
 * To the host: `start` comes first; `cancel` has the id of its call; `close` cancels all calls and
 * ends the task. What is kept after that is started again.
 */
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

/**
 * From the host: a call ends with one `answer` or `failure`, and has `progress` and `stage` before
 * it. `closed` is the last word of a task; a host that ran the code of others ends instead.
 */
export type HostMessage =
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "failure"; readonly id: number; readonly diagnostic: Diagnostic }
  | {
      readonly type: "progress";
      readonly id: number;
      readonly rows: number;
      readonly bytes: number;
    }
  | { readonly type: "stage"; readonly id: number; readonly stage: CheckStage }
  | { readonly type: "closed" };
