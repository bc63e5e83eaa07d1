import type { Socket } from "node:net";
import { onAbort } from "../server/on-abort.js";
import { asError } from "../network-failure.js";
import { watchLogin } from "../server/login-timeout.js";
import {
  ConnectionLost,
  OtherEncryptionWanted,
  RefusedByServer,
  TlsFailed,
  TlsMissing,
} from "../server/refusal.js";
import { ReusingSocket } from "../server/reusing-socket.js";
import { KEEP_ALIVE, type ServerTarget } from "../server/server-target.js";
import type { TlsOptions } from "../server/tls.js";
import { METHOD_UNKNOWN } from "./refusals.js";
import { Session } from "./session.js";

/** The part of `pg`'s client that its types leave out. */
interface ClientInternals {
  readonly connection: {
    readonly stream: Socket;
    on(event: "parameterStatus", listener: (message: ParameterStatus) => void): void;
    emit(event: "error", error: Error): void;
    attachListeners(stream: Socket): void;
  };
  readonly processID: number;
  readonly secretKey: number;
}

interface ParameterStatus {
  readonly parameterName: string;
  readonly parameterValue: string;
}

/** Connects and logs in with `pg`, whose socket the session takes over. */
export async function login(
  { config, context, user, database }: ServerTarget,
  options: string | undefined,
  tls: TlsOptions,
  signal: AbortSignal | undefined,
): Promise<Session> {
  const Client = await loadClient();
  const client = new Client({
    host: config.host,
    port: config.port,
    user,
    database,
    // A function keeps `pg` from looking into PGPASSWORD and ~/.pgpass.
    password: () => config.password ?? "",
    ssl: tls ?? false,
    application_name: context.queryTag,
    ...(options !== undefined && { options }),
    connectionTimeoutMillis: config.connect_timeout * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    stream: () => new ReusingSocket(),
  });
  // The members that the session takes over exist since pg 7; its types leave them out.
  const internals = client as unknown as ClientInternals;
  catchUnreadable(internals.connection);
  const late = watchLogin(internals.connection.stream);
  const parameters = new Map<string, string>();
  internals.connection.on("parameterStatus", (status) =>
    parameters.set(status.parameterName, status.parameterValue),
  );
  // What happens after the login is the session's business.
  client.on("error", () => {});
  const abandon = () => internals.connection.stream.destroy(new Error("aborted"));
  try {
    await onAbort(signal, abandon, () => client.connect());
  } catch (error) {
    internals.connection.stream.destroy();
    const failure = asError(error);
    throw failure.message === "timeout expired" ? late() : readable(failure, config.password);
  }
  const key = { processId: internals.processID, secretKey: internals.secretKey };
  return new Session(internals.connection.stream, key, tls, parameters);
}

/**
 * Where there is no `navigator`, as in Node 20, the driver makes a `Response` to see in which
 * runtime it is, for which Node loads all of `fetch`: a tenth of what it takes to start a reader.
 */
async function loadClient() {
  const known = "navigator" in globalThis;
  if (!known) Object.assign(globalThis, { navigator: { userAgent: "Node.js" } });
  const { default: pg } = await import("pg");
  if (!known) Reflect.deleteProperty(globalThis, "navigator");
  return pg.Client;
}

/** The driver throws at messages that it cannot read where nobody would catch it. */
function catchUnreadable(connection: ClientInternals["connection"]): void {
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => {
    const before = new Set(stream.listeners("data"));
    attach(stream);
    for (const listener of stream.listeners("data").filter((one) => !before.has(one))) {
      // Listeners are typed as any function.
      const read = listener as (chunk: Buffer) => void;
      stream.off("data", read);
      stream.on("data", (chunk: Buffer) => {
        try {
          read(chunk);
        } catch (error) {
          connection.emit("error", asError(error));
        }
      });
    }
  };
}

/** Ways to log in that are not spoken here, by their number in the protocol. */
const METHODS: Readonly<Record<string, string>> = {
  2: "Kerberos 5",
  6: "an SCM credential",
  7: "Kerberos (GSSAPI)",
  9: "Windows' own login (SSPI)",
};

/** What the skeleton understands, for the errors of `pg` during the login. */
function readable(error: Error, password: string | undefined): Error {
  const { message } = error;
  if ("severity" in error && "code" in error) {
    const refusal = new RefusedByServer({ code: String(error.code), message });
    // The server's rules admit this client with TLS only.
    const other = error.code === "28000" && /no encryption|SSL off/.test(message);
    return other ? new OtherEncryptionWanted(refusal) : refusal;
  }
  if (message === "The server does not support SSL connections") {
    return new OtherEncryptionWanted(new TlsMissing(message));
  }
  if (/establishing an SSL connection/.test(message)) return new TlsFailed(message);
  if (message === "Connection terminated unexpectedly") {
    return new ConnectionLost("the server closed the connection during the login");
  }
  const method = /Unknown authenticationOk message type (\d+)/.exec(message)?.[1];
  if (method !== undefined) {
    const name = METHODS[method] ?? `method ${method}`;
    return new RefusedByServer({ code: METHOD_UNKNOWN, message: `it asks for ${name}` });
  }
  if (message.startsWith("SASL:")) {
    const reason = password
      ? "the server's answer to the password is not as it should be."
      : "it asks for a password, and none is set.";
    return new RefusedByServer({ code: "28P01", message: reason });
  }
  return error;
}
