/** The query of a model of another database, which the engine of a merge has that database run. */
import type { AskControl } from "../../readers/call.js";
import { passThrough } from "../../sql/pass-through/pass-through.js";
import { legColumns } from "../merge/merge-children.js";
import { modelFailure } from "../merge/model-failure.js";
import { sourceOfModel } from "../source-of-model.js";
import type { ModelPlace } from "../model-places.js";
import { notSent } from "./refused-model.js";
import type { RemoteContext, RemoteMerge } from "./remote-context.js";

/**
 * The model as a query of the engine. Its own database is asked for the columns, whose types say
 * how values pass. Rejects with a JobFailure.
 */
export async function passModel(
  { model, catalog }: Extract<ModelPlace, { is: "passed" }>,
  merge: RemoteMerge,
  context: Pick<RemoteContext, "readers" | "sources">,
  control: AskControl,
  bytewise = false,
): Promise<string> {
  const { reader, info } = sourceOfModel(model, context);
  const { sql } = model;
  const described = await context.readers
    .source(reader)
    .describe(sql, control)
    .catch((error: unknown) => {
      throw modelFailure(error, model);
    });
  const columns = legColumns(described);
  const passed = passThrough({ sql, dialect: info.dialect, columns, catalog, bytewise });
  if ("sql" in passed) return passed.sql;
  throw notSent(model, merge, passed.refused);
}
