import type { Diagnostic } from "../../contract/diagnostic.js";
import type { FoundSize } from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Model } from "../../project/objects.js";
import { JobFailure } from "../job-failure.js";
import type { RemoteMerge } from "./remote-context.js";

/** Why a model cannot go to the engine; the reason ends a sentence. */
export function notSent(model: Model, { merge, engine }: RemoteMerge, reason: string): JobFailure {
  const words = { name: merge.name, engine: engine.source.name, model: model.name, reason };
  return new JobFailure([
    createDiagnostic("merge-model-not-sent", words, { at: merge.locate(["engine"]) }),
  ]);
}

/** Of what is sent: rows of the model, or bytes with it. Of what is uploaded: rows of the model. */
export function tooLarge(
  model: Model,
  { merge, engine }: RemoteMerge,
  found: { readonly rows: number; readonly uploads?: true } | { readonly bytes: number },
  sizes: readonly SizeOfRows[] = atLeast(model, found),
): TooLarge {
  const words = { name: merge.name, engine: engine.source.name, model: model.name, ...found };
  return new TooLarge(
    [createDiagnostic("merge-model-too-large", words, { at: merge.locate(["engine"]) })],
    sizes,
  );
}

/** What is known where no more rows were read. */
function atLeast(
  { id }: Model,
  found: { readonly rows: number } | { readonly bytes: number },
): SizeOfRows[] {
  return "rows" in found ? [{ model: id, rows: found.rows + 1, bytes: 0 }] : [];
}

/** Of rows that were read: the model's id, how many, and the bytes of their SQL. */
export type SizeOfRows = Pick<FoundSize, "model" | "rows" | "bytes">;

/** Rows were read in vain. */
export class TooLarge extends JobFailure {
  constructor(
    diagnostics: readonly Diagnostic[],
    readonly sizes: readonly SizeOfRows[],
  ) {
    super(diagnostics);
  }
}
