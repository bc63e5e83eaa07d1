import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Model } from "../../project/objects.js";
import type { Reader } from "../../readers/contract.js";
import { SourceError } from "../../rows/stream.js";
import { descendants, type Job } from "../plan.js";
import type { RunSource } from "../run-sources.js";
import type { JobOutcome } from "./execute-job.js";
import type { Run } from "./run-jobs.js";

/**
 * Warnings of logins that a read-only transaction does not hold, each source's once; only servers
 * that this run has asked are asked for them, and one that does not answer has said nothing.
 */
export async function loginRights(
  { jobs, opened, readers, options }: Run,
  outcomes: ReadonlyMap<string, JobOutcome>,
): Promise<Diagnostic[]> {
  const asked = new Map<string, RunSource>();
  for (const job of jobs) {
    if (outcomes.get(job.id)?.entry.status !== "built") continue;
    for (const model of modelsOf(job)) {
      const source = model.type === "sql" ? opened.sources.of(model) : undefined;
      if (source && "reader" in source && source.info.server) asked.set(source.reader.key, source);
    }
  }
  const found = [...asked.values()].map(({ reader }) =>
    rightsOf(readers.source(reader), options.signal),
  );
  return (await Promise.all(found)).filter((one) => one !== undefined);
}

/** The warning of one server's login, if it needs one. */
export async function rightsOf(
  reader: Pick<Reader, "rights">,
  signal: AbortSignal,
): Promise<Diagnostic | undefined> {
  try {
    return await reader.rights({ signal });
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

function modelsOf({ object }: Job): readonly Model[] {
  const model = object.kind === "trace" ? object.model : object;
  if (!model) return [];
  return model.type === "merge" ? descendants(model) : [model];
}
