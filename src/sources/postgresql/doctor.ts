import type { DoctorQueries } from "../server/server-type.js";
import { quoteIdentifier } from "../../sql/quote.js";
import type { Flavour } from "./flavour.js";
import type { Session } from "./session.js";
import { query, schemaNames } from "./transaction.js";

const PRIVILEGES = `SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      AND pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))`;

const reading = ({
  hasColumnPrivileges,
}: Flavour) => `SELECT n.nspname, pg_catalog.has_schema_privilege(n.oid, 'USAGE'), count(c.oid),
    count(CASE WHEN pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      AND pg_catalog.${hasColumnPrivileges ? "has_any_column_privilege" : "has_table_privilege"}(c.oid, 'SELECT') THEN 1 END)
  FROM pg_catalog.pg_namespace n
  LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  GROUP BY n.oid, n.nspname ORDER BY n.nspname`;

const FACTS = `SELECT current_setting('server_version'), current_setting('TimeZone'),
  current_setting('server_encoding')`;

/** `schemas` is the source's `db_schema`. */
export const doctor = (schemas: string | undefined): DoctorQueries<Session> => ({
  // The server reports it of the role that the transaction runs as, unasked.
  power: async ({ parameters }) =>
    parameters.get("is_superuser") === "on"
      ? "is a superuser, who can write through `dblink` and read the server's files"
      : undefined,
  reader: () => {
    const names = schemas === undefined ? ["public"] : schemaNames(schemas);
    const list = names.map((one) => (/^[a-z_][a-z\d_]*$/.test(one) ? one : quoteIdentifier(one)));
    const where = list.join(", ");
    return `CREATE USER reader PASSWORD '…'; GRANT USAGE ON SCHEMA ${where} TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA ${where} TO reader`;
  },
  async writing(session) {
    const [[writes] = []] = await query(session, PRIVILEGES);
    return writes === "t" ? "may change tables" : undefined;
  },
  async reading(session) {
    const rows = await query(session, reading(session.flavour));
    return {
      schemas: rows.map(([name, usable, tables, readable]) => ({
        name: name ?? "",
        usable: usable === "t",
        tables: Number(tables),
        readable: Number(readable),
      })),
      wanted: schemas === undefined ? [] : schemaNames(schemas),
    };
  },
  async facts(session) {
    const [[version, zone, encoding] = []] = await query(session, FACTS);
    const { parameters, flavour } = session;
    const questdb = parameters.get("questdb_version");
    const fact = (words: string, value: string | null | undefined, parameter: string) => {
      const known = value || parameters.get(parameter);
      return known ? [`${words} ${known}`] : [];
    };
    return [
      ...(questdb ? [`QuestDB ${questdb}`] : fact(flavour.name, version, "server_version")),
      ...fact("time zone", zone, "TimeZone"),
      ...fact("encoding", encoding, "server_encoding"),
    ].join(", ");
  },
});
