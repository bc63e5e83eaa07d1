import type { Artifact } from "../contract/manifest.js";
import { JSON_ROW_LIMIT, type ResultFormat } from "../contract/result.js";
import { modelResult } from "../readers/stored-model.js";
import type { Readers } from "../readers/contract.js";
import type { State } from "../engine/state/state.js";

/** Finds the file of an artifact in the form that pages read; rejects when it cannot be made. */
export type ResultFiles = (artifact: Artifact) => Promise<string>;

/**
 * The form in which a page gets an artifact: a trace's as it is, a model's by its number of rows.
 */
export function pageFormat({ format, rows }: Artifact): ResultFormat {
  if (format !== "parquet") return format;
  return rows <= JSON_ROW_LIMIT ? "json" : "arrow";
}

/**
 * Tables may show the rows of a model, which are kept as Parquet. They are turned into a result
 * when a page first asks for them, once per artifact; nothing of a request gets into the SQL.
 */
export function createResultFiles(
  state: Pick<State, "objectPath" | "hasObject">,
  readers: () => Promise<Readers>,
  signal: AbortSignal,
): ResultFiles {
  const made = new Map<string, Promise<string>>();

  async function convert(artifact: Artifact): Promise<string> {
    const { embedded } = await readers();
    const stored = { artifact, path: state.objectPath(artifact) };
    return (await modelResult(embedded, stored, undefined, signal)).path;
  }

  return async (artifact) => {
    const isThere = artifact.format === "parquet" && (await state.hasObject(artifact));
    // One that is gone is missing to the page, as a trace's is.
    if (!isThere) return state.objectPath(artifact);
    const known = made.get(artifact.hash);
    if (known) return known;
    const file = convert(artifact);
    made.set(artifact.hash, file);
    file.catch(() => made.delete(artifact.hash));
    return file;
  };
}
