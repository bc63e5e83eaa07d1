import type { Source, SourceContext } from "../../src/sources/contract.js";
import { bigquery, type BigqueryConfig } from "../../src/sources/bigquery/config.js";
import { bigquerySource } from "../../src/sources/bigquery/index.js";

export type Fields = Partial<Record<keyof BigqueryConfig, unknown>>;

/** A source on a server of this machine. */
export async function openBigquery(
  url: string,
  fields: Fields = {},
  context: Partial<SourceContext> = {},
): Promise<Source> {
  const config = bigquery.config.parse({ project: "demo", api_endpoint: url, ...fields });
  return bigquerySource.open(config, {
    name: "shop",
    queryTag: "headwater/tests",
    secrets: [],
    ...context,
  });
}
