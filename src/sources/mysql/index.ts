/**
 * MySQL and MariaDB over their own protocol: binary rows, read-only transactions, cancel on the
 * server.
 */
import { tokenizeMysql } from "../../sql/dialects/mysql/tokens.js";
import { refusedWord } from "../../sql/reading.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { SourceContext, SourceType } from "../contract.js";
import { onAbort } from "../server/on-abort.js";
import { openServer } from "../server/open-server.js";
import { serverTarget } from "../server/server-target.js";
import type { ServerType } from "../server/server-type.js";
import { CATALOG } from "./catalog.js";
import type { MysqlConfig } from "./config.js";
import { login } from "./connect.js";
import { endLeftovers, processMark } from "./leftovers.js";
import { doctor } from "./doctor.js";
import { estimate } from "./estimate.js";
import { describe, execute } from "./execute.js";
import { TELLING } from "./prepared.js";
import { HELLO } from "./hello.js";
import { REFUSALS } from "./refusals.js";
import type { Session } from "./session.js";
import { command, query } from "./statement.js";
import { begin, rollback, type ServerLore } from "./transaction.js";

/** What may begin a statement that is sent at all. */
const READING = new Set(["select", "with", "values", "table", "checksum", ...TELLING]);

export const mysqlSource: SourceType<MysqlConfig> = {
  open: async (config, context) => openServer(mysqlServer(config, context)),
};

function mysqlServer(config: MysqlConfig, given: SourceContext): ServerType<Session> {
  const mark = given.marked === true ? processMark() : "";
  const context = { ...given, queryTag: `${given.queryTag}${mark}` };
  const { host: socketPath, database, db_schema: schema = database } = config;
  const target = serverTarget(config, context, { socketPath, database: schema });
  const { name: source, timeZone: zone = "" } = context;
  const lore: ServerLore = { zoneIsUnknown: false };
  return {
    target,
    spare: 1,
    hello: HELLO,
    refusals: REFUSALS,
    refusedWord: (sql) => refusedWord(sql, tokenizeMysql, READING),
    catalog: CATALOG,
    doctor: doctor(schema),
    connect: (tls, signal) => login(target, tls, signal),
    begin: (session) => begin(session, target, lore),
    notice: () =>
      lore.zoneIsUnknown ? createDiagnostic("source-zone-unknown", { source, zone }) : undefined,
    describe: (session, sql) => describe(session, { sql, context }),
    execute: (session, sql, asText) => execute(session, { sql, context }, asText),
    rollback,
    /** The whole connection is killed: KILL QUERY would miss a statement that has not begun yet. */
    async cancel({ server }, { signal, connect }) {
      const control = await connect();
      const abandon = () => control.destroy(new Error("aborted"));
      await onAbort(signal, abandon, () =>
        command(control, `KILL CONNECTION ${server.threadId}`),
      ).finally(() => control.end());
    },
    endLeftovers,
    command: query,
    estimate,
  };
}
