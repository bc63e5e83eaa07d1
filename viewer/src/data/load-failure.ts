/** Why something that the page asked for is not there. */
import type { Diagnostic, FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import { viewerDiagnostic } from "./viewer-diagnostic.js";

/** A file that could not be had. */
export class LoadFailure extends Error {
  override readonly name = "LoadFailure";
  /** The status of the answer; absent when there was none. */
  readonly status: number | undefined;
  /** What the server itself says of it. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(status?: number, diagnostics: readonly Diagnostic[] = []) {
    super(status === undefined ? "No answer" : `Answer ${status}`);
    this.status = status;
    this.diagnostics = diagnostics;
  }
}

/** A module of the page itself that could not be had. */
export class PartMissing extends Error {
  override readonly name = "PartMissing";
}

/** Waits for an `import()` of the page's own code; rejects with {@link PartMissing}. */
export function importPart<Module>(part: Promise<Module>): Promise<Module> {
  return part.catch((error: unknown) => {
    throw new PartMissing(String(error));
  });
}

/**
 * What the reader has to know when loading `what` failed: the server's own words if it has some,
 * else the page's.
 */
export function loadProblems(what: string, error: unknown): FramedDiagnostic[] {
  if (error instanceof PartMissing)
    return [viewerDiagnostic("viewer-part-missing", {}, error.message)];
  if (!(error instanceof LoadFailure)) {
    return [viewerDiagnostic("viewer-unreadable", { what }, String(error))];
  }
  const { status, diagnostics } = error;
  if (status === undefined) return [viewerDiagnostic("viewer-no-answer", { what })];
  const general = viewerDiagnostic("viewer-load-failed", { what, status });
  if (diagnostics.length === 0) return [general];
  return diagnostics.map((diagnostic) => ({
    ...(general.hint !== undefined && { hint: general.hint }),
    ...diagnostic,
    related: [{ message: general.message }, ...(diagnostic.related ?? [])],
  }));
}

/**
 * The diagnostics in the body of an answer that failed: `{"diagnostics": […]}`; none when it is
 * anything else.
 */
export function diagnosticsIn(body: string): Diagnostic[] {
  const document = parsed(body);
  if (!isRecord(document) || !Array.isArray(document["diagnostics"])) return [];
  return document["diagnostics"].filter(isDiagnostic);
}

function isDiagnostic(value: unknown): value is Diagnostic {
  return (
    isRecord(value) && typeof value["code"] === "string" && typeof value["message"] === "string"
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
