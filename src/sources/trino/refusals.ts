import { lineStart } from "../server/line-start.js";
import type { Refusal, Refusals, StatementRefusal } from "../server/refusal.js";
import type { Fields } from "./answer.js";

/** Trino's own names of its errors. */
const STATEMENT: Readonly<Record<string, StatementRefusal>> = {
  EXCEEDED_TIME_LIMIT: "timed-out",
  ABANDONED_QUERY: "session-ended",
  ADMINISTRATIVELY_PREEMPTED: "session-ended",
  CLUSTER_OUT_OF_MEMORY: "session-ended",
  NO_NODES_AVAILABLE: "session-ended",
  SERVER_SHUTTING_DOWN: "session-ended",
  SERVER_STARTING_UP: "session-ended",
  UNKNOWN_TRANSACTION: "session-ended",
  CATALOG_NOT_FOUND: "name-unknown",
  COLUMN_NOT_FOUND: "name-unknown",
  FUNCTION_NOT_FOUND: "name-unknown",
  SCHEMA_NOT_FOUND: "name-unknown",
  TABLE_NOT_FOUND: "name-unknown",
  TYPE_NOT_FOUND: "name-unknown",
  PERMISSION_DENIED: "not-permitted",
  READ_ONLY_VIOLATION: "would-write",
};

const WORKER_GONE =
  "A worker of the cluster has ended or has too much to do: run it again, and have the cluster looked after if it stays so.";

const HINTS: Readonly<Record<string, string>> = {
  PAGE_TRANSPORT_ERROR: WORKER_GONE,
  PAGE_TRANSPORT_TIMEOUT: WORKER_GONE,
  REMOTE_HOST_GONE: WORKER_GONE,
  REMOTE_TASK_ERROR: WORKER_GONE,
  REMOTE_TASK_FAILED: WORKER_GONE,
  TOO_MANY_REQUESTS_FAILED: WORKER_GONE,
  UNKNOWN_TRANSACTION:
    "A gateway that sends each statement to another cluster takes transactions apart: name one cluster in `host`, or have the gateway keep them together.",
  MISSING_CATALOG_NAME:
    "Set `catalog` of the source, or write names in full: `catalog.schema.table`.",
  MISSING_SCHEMA_NAME:
    "Set `db_schema` of the source, or write the schema before the table's name.",
  QUERY_QUEUE_FULL:
    "Too many queries wait in their resource group; `client_tags` may choose another.",
  EXCEEDED_LOCAL_MEMORY_LIMIT:
    "Let the query aggregate or filter earlier, or allow it more memory.",
  EXCEEDED_GLOBAL_MEMORY_LIMIT:
    "Let the query aggregate or filter earlier, or allow it more memory.",
  JDBC_ERROR:
    "The database behind the catalog says so: look whether it runs, and what its login may do.",
};

/** What Trino's errors mean. What it says at the login is worded in `failure.ts`. */
export const REFUSALS: Refusals = {
  ofLogin: ({ code }) => (code === "SERVER_STARTING_UP" ? "server-restarting" : undefined),
  nextStep: () => undefined,
  ofStatement: ({ code }) => STATEMENT[code],
  placeOf({ message }, sql) {
    const [, line, column] = PLACE.exec(message) ?? [];
    if (line === undefined || sql.split("\n").length < Number(line)) return undefined;
    const start = lineStart(sql, Number(line));
    // Characters are counted, not units of UTF-16.
    const before = Array.from(sql.slice(start)).slice(0, Number(column) - 1);
    return start + before.join("").length;
  },
};

/** Whether the server lacks a statement, as against refusing what goes with every one. */
export function isUnknownStatement({ code, message }: Refusal): boolean {
  return code === "SYNTAX_ERROR" || (code === "NOT_SUPPORTED" && !/time zone/i.test(message));
}

/** Whether it is the session's time zone that the server does not know. */
export function isUnknownZone({ code, message }: Refusal): boolean {
  return code === "NOT_SUPPORTED" && /^time zone not supported/i.test(message);
}

/** How the messages of errors begin that lie at a place. */
const PLACE = /^line (\d+):(\d+): /;

/** The error of a statement, in the server's words. */
export function refusalOf(error: Fields, queryId: string): Refusal {
  const { errorName, errorType, message } = error;
  const code = typeof errorName === "string" ? errorName : "";
  const hint = HINTS[code];
  return {
    code,
    message: typeof message === "string" && message !== "" ? message : code,
    // For whoever looks after the cluster.
    ...(errorType !== "USER_ERROR" && { detail: `Query id: ${queryId}` }),
    ...(hint !== undefined && { hint }),
  };
}

/** The refusal of a text in which the user's own begins so many lines below. */
export function withLinesLess(refusal: Refusal, lines: number): Refusal {
  const message = refusal.message.replace(
    PLACE,
    (_, line, column) => `line ${Number(line) - lines}:${column}: `,
  );
  return { ...refusal, message };
}

/** A message about a statement of our own, in which nobody looks for a place. */
export function withoutPlace(message: string): string {
  return message.replace(PLACE, "");
}
