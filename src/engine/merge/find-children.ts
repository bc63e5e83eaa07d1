import type { Artifact } from "../../contract/manifest.js";
import type { MergeModel, Model } from "../../project/objects.js";
import { SourceError } from "../../rows/stream.js";
import { legColumns, type LegChild, type MergeChild } from "./merge-children.js";
import { descendants } from "../plan.js";
import type { ReadControl, Readers } from "../../readers/contract.js";
import type { RunSources } from "../run-sources.js";
import { JobFailure } from "../job-failure.js";
import { explainModelFailure } from "../query-failure.js";
import { relationNames, type Relations } from "./model-relations.js";

export interface MergeChildrenOptions {
  readonly readers: Readers;
  readonly sources: RunSources;
  readonly relations: Relations;
  /** The rows of a model that is a job, or is none that can be asked by SQL. */
  artifactOf(model: Model): Artifact;
}

/** Finds out what the models below a merge are; each query is described once. Fails with a JobFailure. */
export interface MergeChildren {
  /** `landed` are the ids of models that are jobs. */
  of(
    merge: MergeModel,
    landed: ReadonlySet<string>,
    control: ReadControl,
  ): Promise<readonly MergeChild[]>;
  /** The columns of a leg after a look at its rows inside the source; undefined where that says nothing more. */
  confirm(child: LegChild, signal: AbortSignal): Promise<LegChild["columns"] | undefined>;
}

export function createMergeChildren(options: MergeChildrenOptions): MergeChildren {
  const { readers, sources, relations } = options;
  const described = new Map<string, Promise<LegChild["columns"]>>();
  const confirmed = new Map<string, Promise<LegChild["columns"] | undefined>>();

  async function childOf(
    model: Model,
    names: ReturnType<typeof relationNames>,
    landed: ReadonlySet<string>,
    control: ReadControl,
  ): Promise<MergeChild> {
    if (landed.has(model.id) || model.type !== "sql") {
      const scan = relations.artifact(options.artifactOf(model));
      return { kind: "present", model, table: { names, ...scan } };
    }
    try {
      const source = sources.of(model);
      if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
      const scan = await relations.inPlace(model, source, control.signal);
      if (scan) return { kind: "present", model, table: { names, ...scan } };
      const reader = readers.source(source.reader);
      const columns =
        described.get(model.id) ?? reader.describe(model.sql, control.signal).then(legColumns);
      described.set(model.id, columns);
      return { kind: "leg", model, names, source, columns: await columns };
    } catch (error) {
      throw failureOf(error, model);
    }
  }

  async function look(
    { model, source }: LegChild,
    signal: AbortSignal,
  ): Promise<LegChild["columns"] | undefined> {
    try {
      const columns = await readers.source(source.reader).confirm(model.sql, signal);
      return columns && legColumns(columns);
    } catch (error) {
      // Then the types stay as they were described, and less is pushed.
      if (error instanceof SourceError) return undefined;
      throw error;
    }
  }

  return {
    confirm(child, signal) {
      const columns = confirmed.get(child.model.id) ?? look(child, signal);
      confirmed.set(child.model.id, columns);
      return columns;
    },
    of(merge, landed, control) {
      const models = descendants(merge);
      return Promise.all(
        models.map((model) => childOf(model, relationNames(model, models), landed, control)),
      );
    },
  };
}

/** A source's failure, told of the model whose query it was. */
export function failureOf(error: unknown, model: Model): unknown {
  if (!(error instanceof SourceError)) return error;
  return new JobFailure([explainModelFailure(error.diagnostic, model)]);
}
