import type { DoctorQueries } from "../server/server-type.js";
import { writingPrivilege } from "./privileges.js";
import type { Session } from "./session.js";
import { query } from "./statement.js";

const FACTS = `SELECT @@session.time_zone,
  CASE @@global.time_zone WHEN 'SYSTEM' THEN @@system_time_zone ELSE @@global.time_zone END,
  @@character_set_database, @@session.sql_mode`;

export const DOCTOR: DoctorQueries<Session> = {
  async writing(session) {
    const rows = await query(session, "SHOW GRANTS");
    return writingPrivilege(rows.map(([grant]) => grant ?? ""));
  },
  async facts(session) {
    const [[zone, system, encoding, mode] = []] = await query(session, FACTS);
    const { mariadb, version } = session.server;
    const name = mariadb ? "MariaDB" : "MySQL";
    return `${name} ${version}, time zone ${zone} (the server's own: ${system}), encoding ${encoding}, sql_mode ${mode === "" ? "empty" : mode}`;
  },
};
