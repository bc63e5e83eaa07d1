import type { MergeModel } from "../../project/objects.js";
import type { DialectName } from "../../sql/dialect.js";
import { queryOverQueries, type NamedQuery } from "../../sql/query-over-queries.js";
import type { ModelPlace } from "./model-places.js";
import { MOST_ROWS } from "./sent-model.js";

/** The query of a merge for its engine. */
export function engineQuery(
  merge: MergeModel,
  queries: readonly NamedQuery[],
  dialect: DialectName,
): string {
  return queryOverQueries(merge.sql, queries, dialect);
}

/** The same before anything is asked, with comments for what is not known before. */
export function explainedEngineQuery(
  merge: MergeModel,
  dialect: DialectName,
  places: readonly ModelPlace[],
): string {
  const queries = places.map((place) => ({ name: place.model.name, sql: explained(place) }));
  return engineQuery(merge, queries, dialect);
}

function explained(place: ModelPlace): string {
  const { name } = place.model;
  const said = name.replaceAll("*/", "");
  if (place.is === "here") return place.model.sql;
  return place.is === "sent"
    ? `/* the rows of ${said}, at most ${MOST_ROWS} */`
    : `/* ${said} by way of the catalog ${place.catalog.replaceAll("*/", "")} */`;
}
