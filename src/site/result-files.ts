import { dirname } from "node:path";
import type { Artifact } from "../contract/manifest.js";
import { JSON_ROW_LIMIT, type ResultFormat } from "../contract/result.js";
import { readingView } from "../engine/landing/reading-view.js";
import type { Draft, Readers } from "../engine/reader/contract.js";
import type { State } from "../engine/state.js";
import { quoteIdentifier } from "../sql/quote.js";

/** Finds the file of an artifact in the form that pages read; rejects when it cannot be made. */
export type ResultFiles = (artifact: Artifact) => Promise<string>;

/** The form in which a page gets an artifact: a trace's as it is, a model's by its number of rows. */
export function pageFormat({ format, rows }: Artifact): ResultFormat {
  if (format !== "parquet") return format;
  return rows <= JSON_ROW_LIMIT ? "json" : "arrow";
}

/**
 * Tables may show the rows of a model, which are kept as Parquet. They are turned into a result when a page first asks
 * for them, once per artifact; nothing of a request gets into the SQL.
 */
export function createResultFiles(
  state: Pick<State, "objectPath">,
  embedded: Readers["embedded"],
  signal: AbortSignal,
): ResultFiles {
  const made = new Map<string, Promise<string>>();

  async function convert(artifact: Artifact): Promise<string> {
    const { path } = await modelResult(artifact, state.objectPath(artifact), embedded, signal);
    return path;
  }

  return async (artifact) => {
    if (artifact.format !== "parquet") return state.objectPath(artifact);
    const known = made.get(artifact.hash);
    if (known) return known;
    const file = convert(artifact);
    made.set(artifact.hash, file);
    file.catch(() => made.delete(artifact.hash));
    return file;
  };
}

/** The rows of a model's Parquet file as a result, in a file of its own; `shown` are the columns that it gets, else all. */
export function modelResult(
  artifact: Artifact,
  path: string,
  embedded: Readers["embedded"],
  signal: AbortSignal,
  shown?: ReadonlySet<string>,
): Promise<Draft> {
  const columns = artifact.columns
    .filter(({ name }) => shown?.has(name) ?? true)
    .map(({ name }, index) => ({ alias: `c${index}`, name }));
  const list = columns.map(({ alias, name }) => `${quoteIdentifier(name)} as ${alias}`);
  const query = {
    // A table may ask for columns that the model lacks and no others: its rows are empty then, but there.
    sql: `select ${list.length > 0 ? list.join(", ") : "null"} from model`,
    columns,
    cohortName: "",
    dropNullCohort: false,
    diagnostics: [],
  };
  const relation = {
    names: [{ table: "model" }],
    sql: readingView(path, artifact.columns),
    directories: [dirname(path)],
  };
  return embedded.trace(query, { relations: [relation], timeZone: "UTC" }, { signal });
}
