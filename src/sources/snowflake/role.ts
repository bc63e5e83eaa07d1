/** The role of a login: the only wall that keeps it from writing. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { ConnectionLost } from "../server/refusal.js";
import type { TextRow } from "../server/server-type.js";
import { command, table, type Statements } from "./execute.js";
import { isSessionEnd } from "./refusals.js";
import type { Session } from "./session.js";

/** Where a session works, in the service's own spelling; null where nothing is set. */
export interface Place {
  readonly role: string | null;
  readonly warehouse: string | null;
  readonly database: string | null;
  readonly schema: string | null;
  /** Roles that count beside the current one, when all of the user's do. */
  readonly others: readonly string[] | undefined;
}

const PLACE =
  "select current_role(), current_warehouse(), current_database(), current_schema(), current_secondary_roles()";

export async function placeOf(session: Session, statements: Statements): Promise<Place> {
  const [row = []] = await command(session, PLACE, statements);
  const [role = null, warehouse = null, database = null, schema = null, others = null] = row;
  return { role, warehouse, database, schema, others: secondaryRoles(others ?? "") };
}

/** Of a text such as `{"roles":"A,B","value":"ALL"}`. */
function secondaryRoles(text: string): string[] | undefined {
  if (!/"value"\s*:\s*"ALL"/i.test(text)) return undefined;
  const names = /"roles"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? "";
  return names.split(",").filter((name) => name !== "");
}

/** What the doctor and a run say of the login's role. */
export interface Rights {
  readonly detail: string;
  /** The warning of a role that may do more than read. */
  readonly diagnostic?: Diagnostic;
}

/** Rejects where the session is lost; grants that nobody may see are no failure. */
export async function rightsOf(
  session: Session,
  statements: Statements,
  place: Place,
): Promise<Rights> {
  const { role, others } = place;
  const { source, user } = statements;
  const beside = others === undefined ? "" : ", and all others of the user (secondary roles)";
  const roles = `role \`${role ?? "none"}\`${beside}`;
  const grants = await grantsOf(session, statements, place);
  if (grants === undefined) return { detail: `${roles}; its grants cannot be seen` };
  const how = writingOf(grants, place);
  if (how === undefined) return { detail: `${roles}, which only reads` };
  return {
    detail: roles,
    diagnostic: createDiagnostic("source-login-can-write", { source, user, how }, HINT),
  };
}

const HINT = {
  hint: "Snowflake has no session that only reads, so the role is the only wall: docs/sources/snowflake.md has the statements for one that can only SELECT.",
};

interface Grant {
  readonly privilege: string;
  readonly on: string;
  readonly name: string;
}

/** Roles that are looked through for what they pass on. */
const MOST_ROLES = 20;

/**
 * What the role may do, with the roles that it inherits and those that count beside it; undefined
 * where nobody may see that.
 */
async function grantsOf(
  session: Session,
  statements: Statements,
  { role, others = [] }: Place,
): Promise<Grant[] | undefined> {
  const open = [...new Set([...(role === null ? [] : [role]), ...others])];
  const grants: Grant[] = [];
  for (let at = 0; at < Math.min(open.length, MOST_ROLES); at++) {
    const sql = `show grants to role ${quoteIdentifier(open[at] ?? "")}`;
    try {
      const { names, rows } = await table(session, sql, statements);
      const found = rows.map((row) => grantOf(names, row));
      grants.push(...found);
      const inherited = found.filter(({ privilege, on }) => privilege === "USAGE" && on === "ROLE");
      open.push(...inherited.map(({ name }) => name).filter((name) => !open.includes(name)));
    } catch (error) {
      // A login that may not look is no failure; one that has ended is.
      if (session.closed || (error instanceof Error && isLost(error))) throw error;
      if (at === 0) return undefined;
    }
  }
  return grants;
}

function isLost(error: Error): boolean {
  return (
    error instanceof ConnectionLost ||
    ("refusal" in error && isSessionEnd(error.refusal as { code: string; message: string }))
  );
}

function grantOf(names: readonly string[], row: TextRow): Grant {
  const cell = (name: string) => row[names.indexOf(name)] ?? "";
  return { privilege: cell("privilege"), on: cell("granted_on"), name: cell("name") };
}

const ADMINISTRATORS = new Set([
  "ACCOUNTADMIN",
  "SYSADMIN",
  "SECURITYADMIN",
  "ORGADMIN",
  "USERADMIN",
]);
const READING =
  /^(USAGE|SELECT|REFERENCES|MONITOR|READ|OPERATE|IMPORTED PRIVILEGES|REFERENCE_USAGE|RESOLVE ALL|DATABASE_ROLE.*)$/;

/** How the role may write, as `may INSERT into …`. */
function writingOf(grants: readonly Grant[], { role, others = [] }: Place): string | undefined {
  const mighty = [role ?? "", ...others].find((one) => ADMINISTRATORS.has(one));
  if (mighty !== undefined) return `works as \`${mighty}\`, which may do anything`;
  const writing = grants.find(({ privilege }) => !READING.test(privilege));
  if (!writing) return undefined;
  const { privilege, on, name } = writing;
  return `may do more than read: ${privilege} on ${on.toLowerCase()} \`${name}\``;
}
