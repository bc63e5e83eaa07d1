/**
 * Snowflake: login and transport by its own driver, cells decoded here, one session for all
 * statements of a source.
 */
import { userInfo } from "node:os";
import type { Source, SourceContext, SourceType } from "../contract.js";
import { LoginSlow } from "../server/login-timeout.js";
import { ServerSource } from "../server/server-source.js";
import type { ServerTarget } from "../server/server-target.js";
import type { ServerProtocol } from "../server/server-type.js";
import { addressOf } from "./address.js";
import { CATALOG } from "./catalog.js";
import type { SnowflakeConfig } from "./config.js";
import { checkStages, takesConnections } from "./doctor.js";
import { command, describe, execute, type Statements } from "./execute.js";
import { parametersOf } from "./parameters.js";
import { REFUSALS } from "./refusals.js";
import { placeOf, rightsOf } from "./role.js";
import { Session } from "./session.js";
import { SharedLogin } from "./shared-login.js";

export const snowflakeSource: SourceType<SnowflakeConfig> = {
  open: async (config, context) => openSnowflake(config, context),
};

function openSnowflake(config: SnowflakeConfig, context: SourceContext): Source {
  const target = targetOf(config, context);
  const login = new SharedLogin(target, config);
  const statements = statementsOf(target, config, login);
  const type = snowflakeServer(target, statements, login);
  const server = new ServerSource(type, {
    check: () => check(type, target, config),
    async rights(session) {
      const place = await placeOf(session, statements);
      return (await rightsOf(session, statements, place)).diagnostic;
    },
    whoAnswers: async () =>
      (await takesConnections(addressOf(config)))
        ? new LoginSlow("the login took too long")
        : undefined,
  });
  return {
    check: () => server.check(),
    rights: (signal) => server.rights(signal),
    describe: (sql, signal) => server.describe(sql, signal),
    stream: (sql, options) => server.stream(sql, options),
    catalog: (signal) => server.catalog(signal),
    async close() {
      await server.close();
      await login.close();
    },
  };
}

/** The doctor has a login of its own, which no earlier refusal keeps from being tried. */
async function* check(
  type: ServerProtocol<Session>,
  target: ServerTarget,
  config: SnowflakeConfig,
) {
  const login = new SharedLogin(target, config);
  try {
    yield* checkStages({ type, config, statements: statementsOf(target, config, login), login });
  } finally {
    await login.close();
  }
}

function statementsOf(
  target: ServerTarget,
  config: SnowflakeConfig,
  login: SharedLogin,
): Statements {
  return {
    source: target.source,
    user: config.username ?? "(of the token)",
    zone: config.timezone ?? target.context.timeZone,
    parameters: () => parametersOf(target, config),
    async renew(session) {
      login.drop(session.connection);
      session.connection = await login.get(undefined);
    },
  };
}

function snowflakeServer(
  target: ServerTarget,
  statements: Statements,
  login: SharedLogin,
): ServerProtocol<Session> {
  return {
    target,
    hello: { name: "Snowflake", port: 443 },
    refusals: REFUSALS,
    // `execute` and `describe` admit a statement by more than its first word.
    refusedWord: () => undefined,
    catalog: [CATALOG],
    connect: async (_, signal) => new Session(await login.get(signal)),
    /** Settings travel with each statement, so that there is nothing to open. */
    async begin(session) {
      if (session.connection.isUp()) return;
      await statements.renew(session);
    },
    describe: (session, sql) => describe(session, sql, statements),
    execute: (session, sql, asText) => execute(session, sql, asText, statements),
    rollback: async () => undefined,
    cancel: (session, { signal }) => cancel(session, signal, login),
    command: (session, sql) => command(session, sql, statements),
    estimate: async () => undefined,
  };
}

/** Once its first answer is there a statement has ended on the server, and only rows are fetched. */
async function cancel(session: Session, signal: AbortSignal, login: SharedLogin): Promise<void> {
  const { running, connection } = session;
  if (!running) return;
  const taken = await new Promise<boolean>((resolve) => {
    signal.addEventListener("abort", () => resolve(false), { once: true });
    running.cancel(() => resolve(true));
  });
  // A service that does not even take that is not heard of again on this connection.
  if (!taken) login.drop(connection);
}

function targetOf(config: SnowflakeConfig, context: SourceContext): ServerTarget {
  const { host, port, url } = addressOf(config);
  return {
    source: context.name,
    config: { ...config, host, port },
    context,
    user: config.username ?? userInfo().username,
    database: config.database,
    socketPath: undefined,
    address: url,
  };
}
