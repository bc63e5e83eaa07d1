/** PostgreSQL over its own protocol: binary rows, read-only transactions, cancel on the server. */
import { tokenizePostgresql } from "../../sql/dialects/postgresql/tokens.js";
import { refusedWord } from "../../sql/reading.js";
import type { SourceContext, SourceType } from "../contract.js";
import { openServer } from "../server/open-server.js";
import { serverTarget } from "../server/server-target.js";
import type { ServerType } from "../server/server-type.js";
import { requestCancel } from "./cancel.js";
import { CATALOG } from "./catalog.js";
import { withClientFiles } from "./client-files.js";
import type { PostgresqlConfig } from "./config.js";
import { login } from "./connect.js";
import { doctor } from "./doctor.js";
import { HELLO } from "./hello.js";
import { estimate } from "./estimate.js";
import { execute, prepare, TypesUntold } from "./execute.js";
import { refusals } from "./refusals.js";
import type { Session } from "./session.js";
import { begin, query, rollback } from "./transaction.js";
import type { CustomTypes } from "./wire/custom-types.js";

/** What may begin a statement that is sent at all. */
const READING = new Set(["select", "with", "values", "table", "show", "explain"]);

export const postgresqlSource: SourceType<PostgresqlConfig> = {
  open: async (config, context) =>
    openServer(postgresqlServer(await withClientFiles(config, context.name), context)),
};

function postgresqlServer(config: PostgresqlConfig, context: SourceContext): ServerType<Session> {
  const socketPath = `${config.host}/.s.PGSQL.${config.port}`;
  const target = serverTarget(config, context, { socketPath });
  const { source } = target;
  const types: CustomTypes = new Map();
  /** Does it once more, in a new transaction, where the server does not describe its types. */
  async function known<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TypesUntold)) throw error;
      await rollback(session);
      await begin(session, target, config.read_role);
      return work();
    }
  }

  return {
    target,
    hello: HELLO,
    refusals: refusals(config),
    refusedWord: (sql) => refusedWord(sql, tokenizePostgresql, READING),
    catalog: CATALOG,
    doctor: doctor(config.db_schema),
    connect: (tls, signal) => login(target, config.options, tls, signal),
    begin: (session) => begin(session, target, config.read_role),
    async describe(session, sql) {
      const { columns } = await known(session, () => prepare(session, { source, sql, types }));
      return [...columns];
    },
    execute: (session, sql, asText) =>
      known(session, () => execute(session, { source, sql, types, asText })),
    rollback,
    cancel: (session, { signal }) => requestCancel(session, target, signal),
    command: query,
    estimate,
  };
}
