import type { Job } from "../plan.js";
import type { JobKind } from "./contract.js";
import { mergeModel } from "./merge-model.js";
import { scriptModel } from "./script-model.js";
import { sqlModel } from "./sql-model.js";
import { trace } from "./trace.js";

const KINDS = {
  trace,
  "sql-model": sqlModel,
  "merge-model": mergeModel,
  "script-model": scriptModel,
} satisfies { [Kind in Job["kind"]]: JobKind<Extract<Job, { kind: Kind }>> };

/** What can be done with a job: its key, its run, its failures. */
export function jobKind<J extends Job>({ kind }: J): JobKind<J> {
  // The table pairs each kind with its own job type, which an index by a union cannot tell.
  return KINDS[kind] as unknown as JobKind<J>;
}
