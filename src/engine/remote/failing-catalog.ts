import { createDiagnostic } from "../../diagnostics/index.js";
import type { Source } from "../../project/objects.js";
import { SourceError } from "../../rows/stream.js";
import { JobFailure } from "../job-failure.js";
import { sourceOf } from "../run-sources.js";
import type { PlaceOfRows } from "../model-places.js";
import type { RemoteMerge } from "./remote-context.js";

/** How Trino begins what a database says that cannot prepare the query of a model. */
const NOT_PREPARED = "Failed to get table handle for prepared query";

/**
 * What an engine said of a query, as a fault of the field `catalogs` where that names a catalog that
 * it does not have, or one that hands no query on. That a database takes no model is hardly a fault
 * of the model, whose own source has described it. Anything else stays as it is.
 */
export function catalogFailure(
  error: unknown,
  places: readonly PlaceOfRows[],
  { merge, engine: { source: engine } }: RemoteMerge,
  chosen: Source | undefined,
): unknown {
  if (!(error instanceof SourceError)) return error;
  if (error.diagnostic.message.includes(NOT_PREPARED)) {
    const hint = notPrepared(places);
    return new SourceError({ ...error.diagnostic, hint }, error.transient);
  }
  if (error.diagnostic.code !== "query-name-unknown") return error;
  const said = error.diagnostic.message.toLowerCase();
  for (const place of places) {
    if (place.is !== "passed") continue;
    const { model, catalog } = place;
    const at = engine.locate(["catalogs", sourceOf(model, chosen)?.name ?? ""]);
    const name = catalog.toLowerCase();
    if (said.includes(`catalog '${name}' not found`)) {
      const values = { source: engine.name, catalog };
      return new JobFailure([createDiagnostic("source-catalog-unknown", values, { at })]);
    }
    if (said.includes(`table function '${name}.system.query' not registered`)) {
      const reason = `the catalog \`${catalog}\` is no database that takes queries of its own.`;
      const words = { name: merge.name, engine: engine.name, model: model.name, reason };
      const hint = "`catalogs` names the catalog of the database that the source connects to.";
      return new JobFailure([createDiagnostic("merge-model-not-sent", words, { at, hint })]);
    }
  }
  return error;
}

function notPrepared(places: readonly PlaceOfRows[]): string {
  const ways = places.flatMap((place) =>
    place.is === "passed" ? [`\`${place.model.name}\` by \`${place.catalog}\``] : [],
  );
  return `The database behind a catalog says so; the model's own source takes it. ${ways.join(", ")}: see that \`catalogs\` names the same databases, that the logins there may read the tables, and that models for MySQL write them with their database, as in \`crm.customers\`.`;
}
