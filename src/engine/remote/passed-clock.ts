/** Whether models mean the same to their database when an engine has it run them. */
import type { ReadControl } from "../../readers/call.js";
import type { Reader, Readers } from "../../readers/contract.js";
import { clockQueries } from "../../sql/pass-through/pass-through.js";
import type { ModelPlace } from "../model-places.js";
import type { RunSource, RunSources } from "../run-sources.js";
import { sourceOfModel } from "../source-of-model.js";

/**
 * Why the model's query may yield other rows by way of its catalog: a session of the engine counts
 * days in its own time zone, which nobody can tell it.
 */
export async function otherClock(
  { model, catalog }: Extract<ModelPlace, { is: "passed" }>,
  engine: RunSource,
  context: { readonly readers: Readers; readonly sources: RunSources },
  control: Pick<ReadControl, "signal">,
): Promise<string | undefined> {
  const { reader, info, source } = sourceOfModel(model, context);
  const queries = clockQueries(info.dialect, catalog);
  if (!queries) return undefined;
  const read = async (from: Reader, sql: string) => {
    const { result } = await from.rows(sql, 1, control);
    return result.columns[0]?.values[0];
  };
  const [own, passed] = await Promise.all([
    read(context.readers.source(reader), queries.own),
    read(context.readers.source(engine.reader), queries.passed),
  ]);
  return own === passed
    ? undefined
    : `the database of \`${source.name}\` counts days in another time zone by way of the catalog \`${catalog}\``;
}
