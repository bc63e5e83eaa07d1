/** What BigQuery says when it refuses a call or a job. */
import type { HttpFailure } from "../http/index.js";
import { parsedObject } from "./answer.js";

/** Of a call, or of a job that has failed. */
export interface Refusal {
  /** The service's own word, such as `invalidQuery`; empty where it says none. */
  readonly reason: string;
  readonly message: string;
  /** HTTP status; absent for a job's failure. */
  readonly status?: number;
}

/** A job that ended with an error. */
export class JobFailed extends Error {
  override readonly name = "JobFailed";
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** The refusal in an answer; undefined where no service of Google's answered. */
export function refusalOf({ answer }: HttpFailure): Refusal | undefined {
  if (!answer) return undefined;
  const error = parsedObject(parsed(answer.text))?.["error"];
  const words = parsedObject(error);
  if (!words) return undefined;
  const list: unknown = words["errors"];
  const first = parsedObject(Array.isArray(list) ? list[0] : undefined);
  const details: unknown = words["details"];
  const detail = Array.isArray(details)
    ? details.map((one) => parsedObject(one)?.["reason"]).find((one) => typeof one === "string")
    : undefined;
  return {
    reason: textOf(detail ?? first?.["reason"] ?? words["status"]),
    message: textOf(first?.["message"] ?? words["message"]),
    status: answer.status,
  };
}

/** The refusal of a job from its status. */
export function jobRefusal(errorResult: Readonly<Record<string, unknown>>): Refusal {
  return { reason: textOf(errorResult["reason"]), message: textOf(errorResult["message"]) };
}

/** Reasons that pass by themselves, whatever the status is. */
export const PASSING_REASONS: ReadonlySet<string> = new Set([
  "rateLimitExceeded",
  "jobRateLimitExceeded",
  "userRateLimitExceeded",
  "backendError",
  "jobBackendError",
  "internalError",
  "jobInternalError",
  "tableUnavailable",
]);

/** For the repetitions of calls. */
export function isPassing(failure: HttpFailure): boolean {
  const refusal = refusalOf(failure);
  return refusal !== undefined && PASSING_REASONS.has(refusal.reason);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
