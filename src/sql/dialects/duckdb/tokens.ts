import { createTokenizer } from "../../tokens.js";
import { POSTGRESQL_RULES } from "../postgresql/tokens.js";

/** DuckDB reads SQL as PostgreSQL does, but `//` divides integers and any white space separates. */
export const tokenizeDuckdb = createTokenizer({
  ...POSTGRESQL_RULES,
  space: String.raw`\s+|--[^\n\r]*`,
  symbol: String.raw`${POSTGRESQL_RULES.symbol}|\/(?!\*)`,
});
