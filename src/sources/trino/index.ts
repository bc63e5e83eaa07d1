/** Trino over its own REST protocol: read-only transactions, exact cells, cancel on the server. */
import { connect as connectSocket } from "node:net";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import type { Source, SourceContext, SourceType } from "../contract.js";
import { checkStages } from "../server/check-stages.js";
import { OpeningRefused, RefusedByServer } from "../server/refusal.js";
import { ServerSource } from "../server/server-source.js";
import { serverTarget, type ServerTarget } from "../server/server-target.js";
import type { ServerType } from "../server/server-type.js";
import { portOf } from "./address.js";
import { catalogQueries } from "./catalog.js";
import type { TrinoConfig } from "./config.js";
import { connect } from "./connect.js";
import { doctorOf } from "./doctor.js";
import { refusedUser } from "./failure.js";
import { estimate } from "./estimate.js";
import { command, describe, execute } from "./execute.js";
import { isUnknownStatement, isUnknownZone, REFUSALS } from "./refusals.js";
import type { Session } from "./session.js";
import { refusedWord } from "./statement.js";
import { uploadPlace } from "./upload-place.js";
import { createUploads } from "./upload.js";

export const trinoSource: SourceType<TrinoConfig> = {
  open: async (config, context) => openTrino(config, context),
};

/** It has no `rights`: a transaction that only reads holds every login. */
function openTrino(config: TrinoConfig, context: SourceContext): Source {
  const type = trinoServer(config, context);
  const server = new ServerSource(type, {
    check: (signal) => checkStages(type, signal),
    rights: async () => undefined,
  });
  const place = uploadPlace(config);
  return {
    check: (signal) => server.check(signal),
    describe: (sql, signal) => server.describe(sql, signal),
    ready: (signal) => server.ready(signal),
    stream: (sql, options) => server.stream(sql, options),
    catalog: (signal) => server.catalog(signal),
    estimate: (sql, signal) => server.estimate(sql, signal),
    ...(place && { withTables: createUploads(type, place) }),
    close: () => server.close(),
  };
}

const READ_ONLY = {
  sql: "START TRANSACTION READ ONLY",
  why: "so that nothing can be changed",
};

function trinoServer(config: TrinoConfig, context: SourceContext): ServerType<Session> {
  const target = targetOf(config, context);
  const { name: source } = context;
  return {
    target,
    // By its first bytes it is like every web server; what it says to `connect` tells.
    hello: { name: "Trino", port: 8080, encryptedPort: 8443, isOwn: () => false },
    reach: (milliseconds, signal) => reach(target, milliseconds, signal),
    refusals: REFUSALS,
    refusedWord,
    catalog: catalogQueries(config.catalog),
    doctor: doctorOf(config, target),
    connect: (tls, signal) => connect(target, config, tls, signal),
    async begin(session) {
      await session.begin().catch((error: unknown) => {
        if (!(error instanceof RefusedByServer)) throw error;
        if (isUnknownZone(error.refusal)) {
          const zone = context.timeZone ?? "UTC";
          throw new SourceError(createDiagnostic("source-zone-refused", { source, zone }));
        }
        if (isUnknownStatement(error.refusal)) throw new OpeningRefused(READ_ONLY, error);
        throw refusedUser(error.refusal, target) ?? error;
      });
    },
    describe: (session, sql) => describe(session, sql, source),
    execute: (session, sql, asText) => execute(session, sql, source, asText),
    rollback: (session) => session.rollback(),
    cancel: (session, { signal }) => session.cancel(signal),
    command,
    estimate,
  };
}

function targetOf(config: TrinoConfig, context: SourceContext): ServerTarget {
  const { catalog: database = "(any catalog)", token, username } = config;
  const complete = { ...config, port: portOf(config), database };
  const target = serverTarget(complete, context, { socketPath: config.host });
  return token === undefined || username !== undefined
    ? target
    : { ...target, user: "(of the token)" };
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
