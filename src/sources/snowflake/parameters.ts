import type { ServerTarget } from "../server/server-target.js";
import type { SnowflakeConfig } from "./config.js";

/**
 * Settings of the session that travel with each statement, so that nothing has to be taken back:
 * the forms in which values come, limits, and who asks. What changes the meaning of the user's SQL
 * stays as the account has it, the time zone excepted where one is set.
 */
export function parametersOf(
  { context }: Pick<ServerTarget, "context">,
  { timeout, timezone }: SnowflakeConfig,
): Record<string, unknown> {
  const zone = timezone ?? context.timeZone;
  return {
    QUERY_TAG: context.queryTag.slice(0, LONGEST_TAG),
    STATEMENT_TIMEOUT_IN_SECONDS: timeout,
    // A killed process leaves no query behind that runs for nobody.
    ABORT_DETACHED_QUERY: true,
    MULTI_STATEMENT_COUNT: 1,
    ROWS_PER_RESULTSET: 0,
    BINARY_OUTPUT_FORMAT: "HEX",
    GEOGRAPHY_OUTPUT_FORMAT: "GeoJSON",
    GEOMETRY_OUTPUT_FORMAT: "GeoJSON",
    JSON_INDENT: 0,
    STRICT_JSON_OUTPUT: true,
    ...(zone !== undefined && { TIMEZONE: zone }),
  };
}

const LONGEST_TAG = 2000;
