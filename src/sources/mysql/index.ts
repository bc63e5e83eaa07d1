/**
 * MySQL and MariaDB over their own protocol: binary rows, read-only transactions, cancel on the
 * server.
 */
import { createDiagnostic } from "../../diagnostics/index.js";
import type { SourceContext, SourceType } from "../contract.js";
import { onAbort } from "../server/on-abort.js";
import { ServerSource } from "../server/server-source.js";
import { serverTarget } from "../server/server-target.js";
import type { ServerType } from "../server/server-type.js";
import { CATALOG } from "./catalog.js";
import type { MysqlConfig } from "./config.js";
import { login } from "./connect.js";
import { doctor } from "./doctor.js";
import { estimate } from "./estimate.js";
import { describe, execute } from "./execute.js";
import { HELLO } from "./hello.js";
import { REFUSALS } from "./refusals.js";
import type { Session } from "./session.js";
import { command, query } from "./statement.js";
import { begin, rollback, type ServerLore } from "./transaction.js";

export const mysqlSource: SourceType<MysqlConfig> = {
  open: async (config, context) => new ServerSource(mysqlServer(config, context)),
};

function mysqlServer(config: MysqlConfig, context: SourceContext): ServerType<Session> {
  const { host: socketPath, database, db_schema: schema = database } = config;
  const target = serverTarget(config, context, { socketPath, database: schema });
  const { name: source, timeZone: zone = "" } = context;
  const lore: ServerLore = { zoneIsUnknown: false };
  return {
    target,
    spare: 1,
    hello: HELLO,
    refusals: REFUSALS,
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
    command: query,
    estimate,
  };
}
