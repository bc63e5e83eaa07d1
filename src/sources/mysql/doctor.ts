import type { DoctorQueries } from "../server/server-type.js";
import { quoteWithBackticks } from "../../sql/quote.js";
import { filePrivilege, writingPrivilege } from "./privileges.js";
import type { Session } from "./session.js";
import { query } from "./statement.js";

const FACTS = `SELECT @@session.time_zone,
  CASE @@global.time_zone WHEN 'SYSTEM' THEN @@system_time_zone ELSE @@global.time_zone END,
  @@character_set_database, @@session.sql_mode`;

const READING = `SELECT TABLE_SCHEMA AS a, COUNT(*) AS b FROM information_schema.TABLES
  WHERE TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')
  GROUP BY TABLE_SCHEMA ORDER BY TABLE_SCHEMA`;

/** `database` is the one in which unqualified tables are looked up. */
export const doctor = (database: string): DoctorQueries<Session> => ({
  /** Servers let anybody in as an account without a name, where there is one. */
  async otherAccount(session) {
    const [[account] = []] = await query(session, "SELECT CURRENT_USER() AS a");
    return account?.startsWith("@") ? `''@'${account.slice(1)}'` : undefined;
  },
  async power(session) {
    const rows = await query(session, "SHOW GRANTS");
    return filePrivilege(rows.map(([grant]) => grant ?? ""));
  },
  reader: (database) => {
    const name = /^[a-z_]\w*$/i.test(database) ? database : quoteWithBackticks(database);
    return `CREATE USER reader IDENTIFIED BY '…'; GRANT SELECT ON ${name}.* TO reader`;
  },
  async writing(session) {
    const rows = await query(session, "SHOW GRANTS");
    return writingPrivilege(rows.map(([grant]) => grant ?? ""));
  },
  /** The server tells of tables that the login may use, and of no others. */
  async reading(session) {
    const rows = await query(session, READING);
    const schemas = rows.map(([name, tables]) => ({
      name: name ?? "",
      usable: true,
      tables: Number(tables),
      readable: Number(tables),
    }));
    return { schemas, wanted: [database] };
  },
  async facts(session) {
    const [[zone, system, encoding, mode] = []] = await query(session, FACTS);
    const { mariadb, version } = session.server;
    const name = mariadb ? "MariaDB" : "MySQL";
    return [
      `${name} ${version}`,
      ...(zone ? [`time zone ${zone}${system ? ` (the server's own: ${system})` : ""}`] : []),
      ...(encoding ? [`encoding ${encoding}`] : []),
      ...(mode === undefined || mode === null ? [] : [`sql_mode ${mode === "" ? "empty" : mode}`]),
    ].join(", ");
  },
});
