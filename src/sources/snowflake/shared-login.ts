/**
 * One login for all statements of a source: the service runs them beside each other in one session,
 * and too many wrong logins lock the user.
 */
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { sentence } from "../network-failure.js";
import { onAbort } from "../server/on-abort.js";
import { RefusedByServer } from "../server/refusal.js";
import type { ServerTarget } from "../server/server-target.js";
import { addressOf } from "./address.js";
import { credentialsOf } from "./credentials.js";
import { authenticatorOf } from "./authenticator.js";
import type { SnowflakeConfig } from "./config.js";
import { openDriver, type Connection } from "./driver.js";
import { loginFailure, readable } from "./failure.js";
import { parametersOf } from "./parameters.js";
import { Session } from "./session.js";

/** Milliseconds for which a refused login is not tried again. */
const REFUSED_FOR = 30_000;
/** Seconds that a person has for a login in the browser. */
const BROWSER_PATIENCE = 120;
/** Seconds for the goodbye to the service. */
const GOODBYE = 2;
/**
 * Milliseconds for one call of the driver: the service answers after 45 s at the latest, be it that
 * it is still at work.
 */
const LONGEST_CALL = 120_000;
/** Chunks of a result that are fetched ahead. */
const AHEAD = 1;
/** Rows that the driver itself keeps for a reader that holds it back. */
const ROWS_AHEAD = 16;

export class SharedLogin {
  #login: Promise<Connection> | undefined;
  #connection: Connection | undefined;
  #refused: { readonly error: SourceError; readonly until: number } | undefined;

  constructor(
    private readonly target: ServerTarget,
    private readonly config: SnowflakeConfig,
  ) {}

  /** The connection, logged in; aborting the signal ends the wait and not the login. */
  async get(signal: AbortSignal | undefined): Promise<Connection> {
    if (this.#refused && performance.now() < this.#refused.until) throw this.#refused.error;
    if (this.#connection && !this.#connection.isUp()) this.drop(this.#connection);
    this.#login ??= this.#logIn();
    const login = this.#login;
    return new Promise((resolve, reject) => {
      const abandon = () => reject(new Error("aborted"));
      onAbort(signal, abandon, () => login).then(resolve, reject);
    });
  }

  /** A connection that is of no use any more: the next who asks logs in anew. */
  drop(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#login = undefined;
    this.#connection = undefined;
    void goodbye(connection);
  }

  async close(): Promise<void> {
    this.#login = undefined;
    if (this.#connection) await goodbye(this.#connection);
    this.#connection = undefined;
  }

  async #logIn(): Promise<Connection> {
    try {
      const connection = await logIn(this.target, this.config);
      this.#connection = connection;
      this.#refused = undefined;
      return connection;
    } catch (error) {
      this.#login = undefined;
      if (error instanceof SourceError && error.transient === undefined) {
        this.#refused = { error, until: performance.now() + REFUSED_FOR };
      }
      throw error;
    }
  }
}

/** Rejects with a SourceError where the service refuses, else with a readable error. */
async function logIn(target: ServerTarget, config: SnowflakeConfig): Promise<Connection> {
  const { source, context } = target;
  const driver = await openDriver(context);
  const credentials = await credentialsOf(source, config);
  const { account, username, database, db_schema: schema, warehouse, role } = config;
  let connection: Connection | undefined;
  const seconds = authenticatorOf(config) === "browser" ? BROWSER_PATIENCE : config.connect_timeout;
  try {
    connection = driver.createConnection({
      ...credentials,
      account,
      accessUrl: addressOf(config).url,
      ...(username !== undefined && { username }),
      database,
      ...(schema !== undefined && { schema }),
      ...(warehouse !== undefined && { warehouse }),
      ...(role !== undefined && { role }),
      application: "Headwater",
      timeout: LONGEST_CALL,
      browserActionTimeout: BROWSER_PATIENCE * 1000,
      sfRetryMaxLoginRetries: 0,
      clientSessionKeepAlive: false,
      resultPrefetch: AHEAD,
      rowStreamHighWaterMark: ROWS_AHEAD,
      representNullAsStringNull: false,
    });
    await within(seconds, connected(connection));
  } catch (thrown) {
    if (connection) void goodbye(connection);
    throw loginFailure(readable(thrown), thrown, source, config);
  }
  await setUp(connection, target, config);
  return connection;
}

function connected(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown) => (error ? reject(error) : resolve());
    // What it throws instead of calling back it rejects with.
    connection.connectAsync(done).catch(reject);
  });
}

/** `after_connect`, once for the whole session. */
async function setUp(
  connection: Connection,
  target: ServerTarget,
  config: SnowflakeConfig,
): Promise<void> {
  const { after_connect: sqlText } = config;
  if (sqlText === undefined) return;
  const session = new Session(connection);
  try {
    await within(
      config.timeout,
      session.run({ sqlText, parameters: parametersOf(target, config) }),
    );
  } catch (error) {
    void goodbye(connection);
    if (!(error instanceof RefusedByServer)) throw error;
    const { source } = target;
    const { message, detail, hint } = error.refusal;
    const words = { source, reason: sentence(message) };
    throw new SourceError(createDiagnostic("source-setup-failed", words, { detail, hint }));
  }
}

/** Rejects with a time-out of the system's kind when the work takes longer. */
async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    const late = Object.assign(new Error("timeout expired"), { code: "ETIMEDOUT" });
    timer = setTimeout(() => reject(late), seconds * 1000);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/** Never rejects, and ends in time whatever the service does. */
async function goodbye(connection: Connection): Promise<void> {
  const said = new Promise<void>((resolve) => {
    try {
      connection.destroy(() => resolve());
    } catch {
      resolve();
    }
  });
  await within(GOODBYE, said).catch(() => undefined);
}
