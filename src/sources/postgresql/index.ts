/** PostgreSQL over its own protocol: binary rows, read-only transactions, cancel on the server. */
import type { SourceContext, SourceType } from "../contract.js";
import { ServerSource } from "../server/server-source.js";
import { serverTarget } from "../server/server-target.js";
import type { ServerType } from "../server/server-type.js";
import { requestCancel } from "./cancel.js";
import { CATALOG } from "./catalog.js";
import type { PostgresqlConfig } from "./config.js";
import { login } from "./connect.js";
import { doctor } from "./doctor.js";
import { HELLO } from "./hello.js";
import { estimate } from "./estimate.js";
import { execute, prepare } from "./execute.js";
import { REFUSALS } from "./refusals.js";
import type { Session } from "./session.js";
import { begin, query, rollback } from "./transaction.js";
import type { CustomTypes } from "./wire/custom-types.js";

export const postgresqlSource: SourceType<PostgresqlConfig> = {
  open: async (config, context) => new ServerSource(postgresqlServer(config, context)),
};

function postgresqlServer(config: PostgresqlConfig, context: SourceContext): ServerType<Session> {
  const socketPath = `${config.host}/.s.PGSQL.${config.port}`;
  const target = serverTarget(config, context, { socketPath });
  const { source } = target;
  const types: CustomTypes = new Map();
  return {
    target,
    hello: HELLO,
    refusals: REFUSALS,
    catalog: CATALOG,
    doctor: doctor(config.db_schema),
    connect: (tls, signal) => login(target, tls, signal),
    begin: (session) => begin(session, target),
    async describe(session, sql) {
      const { columns } = await prepare(session, { source, sql, types });
      return [...columns];
    },
    execute: (session, sql, asText) => execute(session, { source, sql, types, asText }),
    rollback,
    cancel: (session, { signal }) => requestCancel(session, target, signal),
    command: query,
    estimate,
  };
}
