/**
 * SQL of the embedded engine over models of the project, as a merge that nobody wrote down: what it
 * needs of SQL models moves as it does for a merge, and nothing of it is kept.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Artifact } from "../../contract/manifest.js";
import { suggest } from "../../diagnostics/index.js";
import type { Model } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import type { Draft } from "../../rows/result/draft.js";
import type { AdHocRows } from "../../rows/result/first-rows.js";
import type { EngineScope } from "../../rows/relation.js";
import { SourceError } from "../../rows/stream.js";
import { createBlockers } from "../blockers.js";
import { JobFailure } from "../job-failure.js";
import { describeInEngine } from "../jobs/describe-in-engine.js";
import { createMergeChildren } from "../merge/find-children.js";
import { plannedTable } from "../merge/merge-children.js";
import { createMergeRun } from "../merge/merge-run.js";
import type { OpenedRun } from "../opened-run.js";
import { explainModelFailure } from "../query-failure.js";
import { subjectOf } from "../refusal.js";
import { reuseRule } from "../reuse-rule.js";
import { storedRows } from "../stored-rows.js";
import { momentMerge } from "./moment-merge.js";

export interface ModelQuery {
  readonly sql: string;
  /** What the SQL may name. */
  readonly models: readonly Model[];
  /** The rows of those that are merges and scripts, by their ids. */
  readonly results: ReadonlyMap<string, Artifact>;
}

/** The query's rows in each form. All reject with a JobFailure. */
export interface ModelRows {
  /** At most `limit`. */
  rows(limit: number): Promise<AdHocRows>;
  /** At most `limit`, in a file that is read part by part. */
  sheets(limit: number): Promise<Draft>;
  /** All, as Parquet. */
  model(): Promise<Draft>;
}

export async function openModelQuery(
  opened: OpenedRun,
  { sql, models, results }: ModelQuery,
  control: ReadControl,
): Promise<ModelRows> {
  const { project, sources, state, chosen } = opened;
  const readers = await opened.readers();
  const engine = readers.embedded;
  const { timeZone, limits } = project.defaults;
  const job = momentMerge(sql, models);
  const parts = createParts();
  const children = createMergeChildren({
    readers,
    engine,
    sources,
    limits,
    rowsOf: ({ id }) => {
      const artifact = results.get(id);
      if (!artifact) throw new Error(`${id} has no result`);
      return storedRows(artifact, state);
    },
  });
  const merges = createMergeRun({
    readers,
    engine,
    sources,
    timeZone,
    children,
    merges: [job],
    how: {},
    isDone: () => true,
    objectPath: (artifact) => parts.path(artifact) ?? state.objectPath(artifact),
    condition: (artifact) => state.condition(artifact),
    adopt: async (draft) => parts.keep(draft),
    before: await state.current(),
    reuse: reuseRule({}),
  });

  /** SQL that is wrong moves nothing: its models are described first. */
  async function ready(): Promise<void> {
    const blockers = createBlockers(project, chosen);
    // Those that are run have been, or have an earlier result.
    for (const model of models) {
      const blocker = model.type === "sql" ? blockers.find(model) : undefined;
      if (blocker) throw new JobFailure(blocker.problems, "problem");
    }
    const below = await children.of(job.object, new Set(), control);
    const context = { project, readers };
    await describeInEngine(sql, below.map(plannedTable), context, control.signal);
  }

  async function read<T extends Pick<Draft, "diagnostics">>(
    use: (scope: EngineScope) => Promise<T>,
  ): Promise<T> {
    try {
      await ready();
      return await merges.read(job, control, async ({ tables, diagnostics }) => {
        const made = await use({ tables, timeZone });
        return { ...made, diagnostics: [...diagnostics, ...made.diagnostics] };
      });
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const told = explainModelFailure(error.diagnostic, job.object);
      throw new JobFailure([withNearModels(told, project.models)]);
    }
  }

  return {
    rows: (limit) => read((scope) => engine.rows(sql, limit, scope, control)),
    sheets: (limit) => read((scope) => engine.sheets(sql, limit, scope, control)),
    model: () => read((scope) => engine.model(sql, scope, control)),
  };
}

/** Where the fetched parts of models are; the readers end with the folder that they lie in. */
function createParts() {
  const paths = new Map<string, string>();
  return {
    keep: ({ artifact, path }: Draft): void => void paths.set(artifact.hash, path),
    path: ({ hash }: Artifact): string | undefined => paths.get(hash),
  };
}

/** Of a name that is none: the models that are near it, in place of the engine's own tables. */
function withNearModels(diagnostic: Diagnostic, models: readonly Model[]): Diagnostic {
  const subject = subjectOf(diagnostic.message);
  if (subject?.kind !== "name") return diagnostic;
  const { detail, ...told } = diagnostic;
  const hint = suggest(
    subject.name,
    models.map(({ name }) => name),
  );
  return {
    ...told,
    ...(hint !== undefined && { hint }),
    ...(detail !== undefined && { detail: detail.replace(/^Did you mean "[^\n]*\n+/, "") }),
  };
}
