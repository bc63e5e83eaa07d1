import type { DoctorQueries } from "../server/server-type.js";
import type { Session } from "./session.js";
import { query, schemaNames } from "./transaction.js";

const PRIVILEGES = `SELECT r.rolsuper,
  EXISTS (SELECT FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      AND pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
  FROM pg_catalog.pg_roles r WHERE r.rolname = current_user`;

const READING = `SELECT n.nspname, pg_catalog.has_schema_privilege(n.oid, 'USAGE'), count(c.oid),
    count(CASE WHEN pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT') THEN 1 END)
  FROM pg_catalog.pg_namespace n
  LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  GROUP BY n.oid, n.nspname ORDER BY n.nspname`;

const FACTS = `SELECT current_setting('server_version'), current_setting('TimeZone'),
  current_setting('server_encoding')`;

/** `schemas` is the source's `db_schema`. */
export const doctor = (schemas: string | undefined): DoctorQueries<Session> => ({
  async writing(session) {
    const [[superuser, writes] = []] = await query(session, PRIVILEGES);
    if (superuser === "t") {
      return "is a superuser, who may read files and run programs on the server";
    }
    return writes === "t" ? "may change tables" : undefined;
  },
  async reading(session) {
    const rows = await query(session, READING);
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
    return `PostgreSQL ${version}, time zone ${zone}, encoding ${encoding}`;
  },
});
