/** Trino over its own REST protocol: read-only transactions, exact cells, cancel on the server. */
import { connect as connectSocket } from "node:net";
import type { SourceContext, SourceType } from "../contract.js";
import { openServer } from "../server/open-server.js";
import { OpeningRefused, RefusedByServer } from "../server/refusal.js";
import { serverTarget, type ServerTarget } from "../server/server-target.js";
import type { ServerType } from "../server/server-type.js";
import { portOf } from "./address.js";
import { catalogQueries } from "./catalog.js";
import type { TrinoConfig } from "./config.js";
import { connect } from "./connect.js";
import { doctorOf } from "./doctor.js";
import { command, describe, execute } from "./execute.js";
import { REFUSALS } from "./refusals.js";
import type { Session } from "./session.js";
import { refusedWord } from "./statement.js";

export const trinoSource: SourceType<TrinoConfig> = {
  open: async (config, context) => openServer(trinoServer(config, context)),
};

const READ_ONLY = {
  sql: "START TRANSACTION READ ONLY",
  why: "so that nothing can be changed",
};

function trinoServer(config: TrinoConfig, context: SourceContext): ServerType<Session> {
  const target = targetOf(config, context);
  const { name: source } = context;
  return {
    target,
    hello: { name: "Trino", port: 8080, isOwn: () => false },
    reach: (milliseconds, signal) => reach(target, milliseconds, signal),
    refusals: REFUSALS,
    refusedWord,
    catalog: catalogQueries(config.catalog),
    doctor: doctorOf(config),
    connect: (tls, signal) => connect(target, config, tls, signal),
    async begin(session) {
      await session.begin().catch((error: unknown) => {
        const isRefused = error instanceof RefusedByServer && !session.closed;
        throw isRefused ? new OpeningRefused(READ_ONLY, error) : error;
      });
    },
    describe: (session, sql) => describe(session, sql, source),
    execute: (session, sql, asText) => execute(session, sql, source, asText),
    rollback: (session) => session.rollback(),
    cancel: (session, { signal }) => session.cancel(signal),
    command,
    estimate: async () => undefined,
  };
}

function targetOf(config: TrinoConfig, context: SourceContext): ServerTarget {
  const { catalog: database = "(any catalog)" } = config;
  const complete = { ...config, port: portOf(config), database };
  return serverTarget(complete, context, { socketPath: config.host });
}

function reach(
  { config: { host, port } }: ServerTarget,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ host, port, ...(signal && { signal }) });
    socket.setTimeout(milliseconds, () =>
      socket.destroy(Object.assign(new Error("timeout expired"), { code: "ETIMEDOUT" })),
    );
    socket.on("error", reject);
    socket.on("connect", () => {
      resolve();
      socket.destroy();
    });
  });
}
