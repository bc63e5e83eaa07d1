import type { MergeModel } from "../../project/objects.js";
import type { DialectName } from "../../sql/dialect.js";
import { queryOverQueries } from "../../sql/query-over-queries.js";
import type { ModelPlace, PlaceOfRows } from "../model-places.js";
import { MOST_ROWS } from "./sent-limits.js";

/** The query of a merge for its engine; `queryOf` says that of a model whose rows it reads. */
export function engineQuery(
  merge: MergeModel,
  places: readonly ModelPlace[],
  dialect: DialectName,
  queryOf: (place: PlaceOfRows) => string,
): string {
  const queries = places.map((place) => ({
    name: place.model.name,
    sql:
      place.is === "nested"
        ? engineQuery(place.model, place.places, dialect, queryOf)
        : queryOf(place),
  }));
  return queryOverQueries(merge.sql, queries, dialect);
}

/** The same before anything is asked, with comments for what is not known before. */
export function explainedEngineQuery(
  merge: MergeModel,
  dialect: DialectName,
  places: readonly ModelPlace[],
  upload?: string,
): string {
  return engineQuery(merge, places, dialect, (place) => explained(place, upload));
}

function explained(place: PlaceOfRows, upload: string | undefined): string {
  const { name } = place.model;
  const said = name.replaceAll("*/", "");
  if (place.is === "here") return place.model.sql;
  if (place.is === "passed")
    return `/* ${said} by way of the catalog ${place.catalog.replaceAll("*/", "")} */`;
  const more = upload === undefined ? "" : `; more are uploaded to ${upload}`;
  return `/* the rows of ${said}, at most ${MOST_ROWS}${more} */`;
}
