import type { StoredResult } from "../contract/cube.js";
import type { Artifact } from "../contract/manifest.js";
import { JSON_ROW_LIMIT, type ResultFormat } from "../contract/result.js";
import { createObjectCheck } from "../engine/state/object-check.js";
import { modelResult } from "../readers/stored-model.js";
import type { Readers } from "../readers/contract.js";
import { readResult } from "../rows/result/read-result.js";
import type { Draft } from "../rows/result/draft.js";
import type { State } from "../engine/state/state.js";

/**
 * Finds the file of an artifact in the form that pages read, with the bytes that were written;
 * undefined when the artifact is gone or damaged. Rejects when the file cannot be made.
 */
export type ResultFiles = (artifact: Artifact) => Promise<ResultFile | undefined>;

export interface ResultFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The form in which a page gets an artifact: a trace's as it is, a model's by its number of rows.
 */
export function pageFormat({ format, rows }: Artifact): ResultFormat {
  if (format !== "parquet") return format;
  return rows <= JSON_ROW_LIMIT ? "json" : "arrow";
}

/**
 * Tables may show the rows of a model, which are kept as Parquet. They are turned into a result
 * when a page first asks for them, once per artifact as long as that file is there; nothing of a
 * request gets into the SQL.
 */
export function createResultFiles(
  state: Pick<State, "objectPath" | "condition">,
  readers: () => Promise<Readers>,
  signal: AbortSignal,
): ResultFiles {
  const made = new Map<string, Promise<Draft>>();
  const conditionOf = createObjectCheck();

  async function convert(artifact: Artifact): Promise<Draft> {
    const { embedded } = await readers();
    return modelResult(embedded, { artifact, path: state.objectPath(artifact) }, undefined, signal);
  }

  async function resultOf(artifact: Artifact): Promise<ResultFile> {
    const known = made.get(artifact.hash);
    const draft = await (known ?? convertOnce(artifact));
    const condition = await conditionOf(draft.path, draft.artifact);
    if (condition !== "whole" && known) {
      if (made.get(artifact.hash) === known) made.delete(artifact.hash);
      return resultOf(artifact);
    }
    return { path: draft.path, bytes: draft.artifact.bytes };
  }

  function convertOnce(artifact: Artifact): Promise<Draft> {
    const draft = convert(artifact);
    made.set(artifact.hash, draft);
    draft.catch(() => made.delete(artifact.hash));
    return draft;
  }

  return async (artifact) => {
    if ((await state.condition(artifact)) !== "whole") return undefined;
    if (artifact.format === "parquet") return resultOf(artifact);
    return { path: state.objectPath(artifact), bytes: artifact.bytes };
  };
}

/** Reads results that are kept as JSON; undefined when they are gone or damaged. */
export function createResultReader(
  state: Pick<State, "objectPath">,
): (artifact: Artifact) => Promise<StoredResult | undefined> {
  return async (artifact) => {
    try {
      return await readResult(state.objectPath(artifact), "json");
    } catch {
      return undefined;
    }
  };
}
