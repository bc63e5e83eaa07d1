/** Models as tables of embedded SQL: the names under which merges address them, and where their rows lie. */
import { dirname } from "node:path";
import type { Artifact } from "../../contract/manifest.js";
import type { Limits, Model, SqlModel } from "../../project/objects.js";
import type { Relation, EmbeddedRelation } from "../../rows/relation.js";
import type { Readers } from "../../readers/contract.js";
import type { RunSource } from "../run-sources.js";

type Names = EmbeddedRelation["names"];

/** Where the rows of models lie during one run. */
export interface Relations {
  /** The rows of a job's artifact. */
  artifact(artifact: Artifact): Relation;
  /**
   * The rows of a model on files, scanned where they lie; undefined where they must be moved, also because they are to be
   * counted on the way.
   */
  inPlace(model: SqlModel, source: RunSource, signal: AbortSignal): Promise<Relation | undefined>;
}

export interface RelationsOptions {
  readonly readers: Readers;
  /** Of the project; a source's own come before them. */
  readonly limits: Limits;
  objectPath(artifact: Artifact): string;
  /** DuckDB SQL that reads a Parquet artifact with the types that its columns have. */
  readingView(path: string, columns: Artifact["columns"]): string;
}

export function createRelations(options: RelationsOptions): Relations {
  const scans = new Map<string, Promise<Relation | undefined>>();

  return {
    artifact(found) {
      const path = options.objectPath(found);
      return { sql: options.readingView(path, found.columns), directories: [dirname(path)] };
    },
    inPlace(model, { reader, source }, signal) {
      const { maxRows, maxBytes } = { ...options.limits, ...source.limits };
      if (maxRows !== undefined || maxBytes !== undefined) return Promise.resolve(undefined);
      const scan =
        scans.get(model.id) ?? options.readers.source(reader).relation(model.sql, signal);
      scans.set(model.id, scan);
      return scan;
    },
  };
}

/**
 * The names of a model in a merge: `orders`, `orders.model` as in Visivo 1.0, and for scripts `orders.<table_name>`
 * and `<table_name>` itself where no other model of the merge is called so.
 */
export function relationNames(model: Model, others: readonly Model[]): Names {
  const names = [{ table: model.name }, { schema: model.name, table: "model" }];
  if (model.type !== "script" || model.tableName.toLowerCase() === "model") return names;
  const tableName = model.tableName.toLowerCase();
  const isTaken = others.some(
    (other) =>
      other.name.toLowerCase() === tableName ||
      (other !== model && other.type === "script" && other.tableName.toLowerCase() === tableName),
  );
  const qualified = { schema: model.name, table: model.tableName };
  return [...names, qualified, ...(isTaken ? [] : [{ table: model.tableName }])];
}
