/** Models as tables of embedded SQL: the names under which merges address them, and where their rows lie. */
import { dirname } from "node:path";
import type { Artifact } from "../../contract/manifest.js";
import type { Model, SqlModel } from "../../project/objects.js";
import type { EmbeddedRelation, Draft, ReadControl, Readers } from "../reader/contract.js";
import type { RunSources } from "../run-sources.js";
import { JobFailure } from "./job-failure.js";

type Names = EmbeddedRelation["names"];
type Scan = Pick<EmbeddedRelation, "sql" | "directories">;

/** Where the rows of models lie during one run. */
export interface Relations {
  /** The rows of a job's artifact. */
  artifact(artifact: Artifact): Scan;
  /** The rows of a model on files, scanned in place; landed, once per run, where its reader cannot say how. */
  inPlace(model: SqlModel, control: ReadControl): Promise<Scan>;
}

export interface RelationsOptions {
  readonly readers: Readers;
  readonly sources: RunSources;
  objectPath(artifact: Artifact): string;
  adopt(draft: Draft): Promise<void>;
  /** DuckDB SQL that reads a Parquet artifact with the types that its columns have. */
  readingView(path: string, columns: Artifact["columns"]): string;
}

export function createRelations(options: RelationsOptions): Relations {
  const scans = new Map<string, Promise<Scan>>();

  function artifact(found: Artifact): Scan {
    const path = options.objectPath(found);
    return { sql: options.readingView(path, found.columns), directories: [dirname(path)] };
  }

  async function find(model: SqlModel, control: ReadControl): Promise<Scan> {
    const source = options.sources.of(model);
    if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
    const reader = options.readers.source(source.reader);
    const scan = await reader.relation(model.sql, control.signal);
    if (scan) return scan;
    const draft = await reader.model(model.sql, { ...control, ...source.source.limits });
    await options.adopt(draft);
    return artifact(draft.artifact);
  }

  return {
    artifact,
    inPlace(model, control) {
      const scan = scans.get(model.id) ?? find(model, control);
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
