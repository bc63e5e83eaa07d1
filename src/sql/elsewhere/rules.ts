import type { DialectName } from "../dialect.js";
import type { EngineProbe, EngineRules } from "./engine-rules.js";
import { postgresqlProbe, postgresqlRules } from "./postgresql-rules.js";
import { trinoRules } from "./trino-rules.js";

/** Dialects of which it is known what means the same as in DuckDB. */
const RULES: Partial<Record<DialectName, EngineRules>> = {
  postgresql: postgresqlRules,
  trino: trinoRules,
};

export function rulesOf(dialect: DialectName): EngineRules | undefined {
  return RULES[dialect];
}

/** What a server must answer for the rules to hold. */
export function probeOf(dialect: DialectName): EngineProbe | undefined {
  return dialect === "postgresql" ? postgresqlProbe : undefined;
}
