/**
 * Servers that speak PostgreSQL's protocol and differ from it, as their makers document them. None
 * of them but PostgreSQL was there to be tried.
 */

export interface Flavour {
  readonly name: string;
  /** Whether `bytea_output` and `IntervalStyle` are settings there. */
  readonly hasTextStyles: boolean;
  /** The most that `extra_float_digits` may be. */
  readonly floatDigits: number;
  /** Whether `has_any_column_privilege` is a function there. */
  readonly hasColumnPrivileges: boolean;
}

const POSTGRESQL: Flavour = {
  name: "PostgreSQL",
  hasTextStyles: true,
  floatDigits: 3,
  hasColumnPrivileges: true,
};

/** It is a fork of PostgreSQL 8.0, and says so in its version. */
const REDSHIFT: Flavour = {
  name: "Redshift",
  hasTextStyles: false,
  floatDigits: 2,
  hasColumnPrivileges: false,
};

const COCKROACH: Flavour = { ...POSTGRESQL, name: "CockroachDB" };

/** By what a server says of itself at the login. */
export function flavourOf(parameters: ReadonlyMap<string, string>): Flavour {
  if (parameters.has("crdb_version")) return COCKROACH;
  return parameters.get("server_version")?.startsWith("8.0.") ? REDSHIFT : POSTGRESQL;
}
