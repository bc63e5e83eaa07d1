import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { queryFailure, serverErrorOf, setupFailure, type FailureOrigin } from "./failure.js";
import { isUnknownZone, SetupRefused } from "./transaction.js";

/** Why no transaction could be opened on a session. */
export function beginFailure(
  error: unknown,
  origin: FailureOrigin,
  sql: string,
  timeZone: string | undefined,
): Error {
  if (error instanceof SetupRefused) return setupFailure(error, origin);
  const refusal = serverErrorOf(error);
  if (refusal && isUnknownZone(refusal)) {
    const { source } = origin;
    const zone = timeZone ?? "";
    return new SourceError(createDiagnostic("source-zone-unknown", { source, zone }));
  }
  return queryFailure(error, origin, sql);
}
