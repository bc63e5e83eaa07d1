import type { Model } from "../../project/objects.js";
import { SourceError } from "../../rows/stream.js";
import { JobFailure } from "../job-failure.js";
import { explainModelFailure } from "../query-failure.js";

/**
 * What a source threw as a failure of the model whose query it was; anything else stays as it is.
 */
export function modelFailure(error: unknown, model: Model): unknown {
  if (!(error instanceof SourceError)) return error;
  return new JobFailure([explainModelFailure(error.diagnostic, model)]);
}
