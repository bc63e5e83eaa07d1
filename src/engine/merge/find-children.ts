import type { Limits, MergeModel, Model, SqlModel } from "../../project/objects.js";
import type { ReadControl } from "../../readers/call.js";
import type { MergeEngine, Readers } from "../../readers/contract.js";
import type { ScannedTable, TableName, TableRows } from "../../rows/relation.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import { type Column, SourceError } from "../../rows/stream.js";
import { JobFailure } from "../job-failure.js";
import { descendants } from "../plan.js";
import type { RunSource, RunSources } from "../run-sources.js";
import { legColumns, type LegChild, type MergeChild } from "./merge-children.js";
import { modelFailure } from "./model-failure.js";
import { tableNames } from "./table-names.js";

export interface MergeChildrenOptions {
  readonly readers: Readers;
  /** The engine of the merges. */
  readonly engine: MergeEngine;
  readonly sources: RunSources;
  /** Of the project; a source's own come before them. */
  readonly limits: Limits;
  /** The rows of a model that is a job, or is none that can be asked by SQL. */
  readonly rowsOf: (model: Model) => TableRows;
}

/**
 * Finds out what the models below a merge are; each query is described once. Fails with a
 * JobFailure.
 */
export interface MergeChildren {
  /**
   * `landed` are the ids of models that are jobs. With `moved`, no file is read where it lies: one
   * has changed meanwhile, and its source reads a copy.
   */
  of(
    merge: MergeModel,
    landed: ReadonlySet<string>,
    control: ReadControl,
    moved?: boolean,
  ): Promise<readonly MergeChild[]>;
  /**
   * The columns of a leg after a look at its rows inside the source; undefined where that says
   * nothing more.
   */
  confirm(child: LegChild, signal: AbortSignal): Promise<LegChild["columns"] | undefined>;
}

interface Finding {
  readonly landed: ReadonlySet<string>;
  readonly moved: boolean;
  readonly signal: AbortSignal;
}

export function createMergeChildren(options: MergeChildrenOptions): MergeChildren {
  const { readers, engine, sources } = options;
  const scans = new Map<string, Promise<ScannedTable | undefined>>();
  const described = new Map<string, Promise<readonly Column[]>>();
  const confirmed = new Map<string, Promise<LegChild["columns"] | undefined>>();

  async function childOf(
    model: Model,
    names: readonly TableName[],
    { landed, moved, signal }: Finding,
  ): Promise<MergeChild> {
    if (landed.has(model.id) || model.type !== "sql") {
      return { kind: "present", model, table: { names, ...options.rowsOf(model) }, renamed: [] };
    }
    try {
      const source = sources.of(model);
      if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
      const found = await inPlace(model, source, signal);
      const scan = moved && found?.files ? undefined : found;
      const columns = await once(described, model.id, () =>
        readers.source(source.reader).describe(model.sql, { signal }),
      );
      const renamed = renamedColumns(
        columns.map(({ name }) => name),
        { model: model.name },
      );
      if (scan) return { kind: "present", model, table: { names, ...scan }, renamed };
      return { kind: "leg", model, names, source, columns: legColumns(columns), renamed };
    } catch (error) {
      throw modelFailure(error, model);
    }
  }

  /** Undefined where the rows must be moved, also because they are to be counted on the way. */
  async function inPlace(
    model: SqlModel,
    { reader, source }: RunSource,
    signal: AbortSignal,
  ): Promise<ScannedTable | undefined> {
    const { maxRows, maxBytes } = { ...options.limits, ...source.limits };
    if (maxRows !== undefined || maxBytes !== undefined) return undefined;
    return once(scans, model.id, () => engine.inPlace(reader, model.sql, { signal }));
  }

  async function look(
    { model, source }: LegChild,
    signal: AbortSignal,
  ): Promise<LegChild["columns"] | undefined> {
    try {
      const columns = await readers.source(source.reader).confirm(model.sql, { signal });
      return columns && legColumns(columns);
    } catch (error) {
      // Then the types stay as they were described, and less is pushed.
      if (error instanceof SourceError) return undefined;
      throw error;
    }
  }

  return {
    confirm: (child, signal) => once(confirmed, child.model.id, () => look(child, signal)),
    of(merge, landed, { signal }, moved = false) {
      const models = descendants(merge);
      const finding = { landed, moved, signal };
      return Promise.all(models.map((model) => childOf(model, tableNames(model, models), finding)));
    },
  };
}

function once<T>(made: Map<string, Promise<T>>, id: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(id) ?? make();
  made.set(id, known);
  return known;
}
