/** The query of a model of another database, which the engine of a merge has that database run. */
import type { ReadControl } from "../../readers/call.js";
import type { Reader } from "../../readers/contract.js";
import { SourceError } from "../../rows/stream.js";
import type { DialectName } from "../../sql/dialect.js";
import { looseTextsQuery, passThrough } from "../../sql/pass-through/pass-through.js";
import { legColumns } from "../merge/merge-children.js";
import { modelFailure } from "../merge/model-failure.js";
import { sourceOfModel } from "../source-of-model.js";
import type { ModelPlace } from "../model-places.js";
import { notSent } from "./refused-model.js";
import type { RemoteContext, RemoteMerge } from "./remote-context.js";

/**
 * The model as a query of the engine. Its own database is asked for the columns, whose types say
 * how values pass, and how it compares texts. Rejects with a JobFailure.
 */
export async function passModel(
  { model, catalog }: Extract<ModelPlace, { is: "passed" }>,
  merge: RemoteMerge,
  context: Pick<RemoteContext, "readers" | "sources">,
  control: Pick<ReadControl, "signal">,
  bytewise = false,
): Promise<string> {
  const { reader: source, info } = sourceOfModel(model, context);
  const { dialect } = info;
  const { sql } = model;
  const reader = context.readers.source(source);
  const asModel = (error: unknown): never => {
    throw modelFailure(error, model);
  };
  const described = await reader.describe(sql, control).catch(asModel);
  const columns = legColumns(described);
  const isLoose =
    !bytewise &&
    columns.some(({ type }) => type === "text") &&
    (await holdsTextsEqual(reader, dialect, control).catch(asModel));
  const passed = passThrough({ sql, dialect, columns, catalog, bytewise: bytewise || isLoose });
  if ("sql" in passed) return passed.sql;
  throw notSent(model, merge, passed.refused);
}

/** Whether the database may hold texts equal that are not the same. */
async function holdsTextsEqual(
  reader: Reader,
  dialect: DialectName,
  control: Pick<ReadControl, "signal">,
): Promise<boolean> {
  const query = looseTextsQuery(dialect);
  if (query === undefined) return false;
  try {
    const { result } = await reader.rows(query, 1, control);
    return result.columns[0]?.values[0] === true;
  } catch (error) {
    // A server of another maker that has no list of collations compares as it is.
    if (error instanceof SourceError && error.diagnostic.code.startsWith("query-")) return false;
    throw error;
  }
}
