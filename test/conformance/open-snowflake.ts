import type { SnowflakeConfig } from "../../src/sources/snowflake/config.js";
import { snowflake } from "../../src/sources/snowflake/config.js";
import type { Source, SourceContext } from "../../src/sources/contract.js";
import { loadSourceType } from "../../src/sources/loaders.js";

/** A source `shop` on a server that answers as Snowflake does. */
export async function openOn(
  { url }: { readonly url: string },
  fields: Partial<SnowflakeConfig> = {},
  context: Partial<SourceContext> = {},
): Promise<Source> {
  const config = snowflake.config.parse({
    account: "tests",
    username: "reader",
    ...(fields.authenticator === undefined && { password: "a-password-for-tests" }),
    access_url: url,
    database: "SHOP",
    db_schema: "PUBLIC",
    ...fields,
  });
  const type = await loadSourceType("snowflake");
  return type.open(config, {
    name: "shop",
    queryTag: "headwater/tests",
    secrets: [],
    ...context,
  });
}
