import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Batch } from "../../rows/batch.js";
import type { CatalogSchema, CheckStage, Source, SourceContext } from "../contract.js";
import { SourceError, type Column, type RowStream, type StreamOptions } from "../../rows/stream.js";
import { SessionPool } from "../server/session-pool.js";
import { cancel } from "./cancel.js";
import { catalogFrom, CATALOG_QUERY } from "./catalog.js";
import { checkStages } from "./check.js";
import type { PostgresqlConfig } from "./config.js";
import { connect, userOf } from "./connect.js";
import type { CustomTypes } from "./custom-types.js";
import { estimateFrom, estimateQuery } from "./estimate.js";
import {
  connectFailure,
  queryFailure,
  RefusedByServer,
  serverErrorOf,
  setupFailure,
  type FailureOrigin,
} from "./failure.js";
import { readError } from "./messages.js";
import { prepare } from "./prepare.js";
import { RowDecoder } from "./row-decoder.js";
import { ConnectionLost, type Session } from "./session.js";
import { watchStatement, type StatementWatch } from "../server/watch-statement.js";
import { begin, command, execute, isMessage, rollback, SetupRefused } from "./transaction.js";

const DEFAULT_POOL = 4;
const NEVER = new AbortController().signal;
const TOO_MANY_CONNECTIONS = "53300";

/** A session inside a fresh transaction. */
interface Begun {
  readonly session: Session;
  readonly watch: StatementWatch;
}

export class PostgresqlSource implements Source {
  readonly #origin: FailureOrigin;
  readonly #pool: SessionPool<Session>;
  readonly #types: CustomTypes = new Map();
  /** Cancel requests under way; `close` waits for them. */
  readonly #cancelling = new Set<Promise<void>>();

  constructor(
    private readonly config: PostgresqlConfig,
    private readonly context: SourceContext,
  ) {
    this.#origin = { source: context.name, config, user: userOf(config) };
    const size = config.pool ?? config.connection_pool_size ?? DEFAULT_POOL;
    this.#pool = new SessionPool({
      connect: (signal) => connect(config, context, signal),
      isFull: (error) => serverErrorOf(error)?.code === TOO_MANY_CONNECTIONS,
      size,
      patience: config.connect_timeout,
    });
  }

  check(): AsyncIterable<CheckStage> {
    return checkStages(this.config, this.context, this.#origin);
  }

  async describe(sql: string, signal?: AbortSignal): Promise<Column[]> {
    return this.#inTransaction(sql, signal, async (session) => {
      const { columns } = await prepare(session, this.context.name, sql, this.#types);
      return [...columns];
    });
  }

  async estimate(sql: string, signal: AbortSignal = NEVER): Promise<number | undefined> {
    return estimateFrom(await this.stream(estimateQuery(sql), { signal }));
  }

  async catalog(signal?: AbortSignal): Promise<CatalogSchema[]> {
    return this.#inTransaction(CATALOG_QUERY, signal, async (session) =>
      catalogFrom(await command(session, CATALOG_QUERY)),
    );
  }

  /** The statement starts at once; whoever asks for a stream reads it, or aborts the signal. */
  async stream(sql: string, options: StreamOptions): Promise<RowStream> {
    const begun = await this.#begin(sql, options.signal);
    const { session } = begun;
    try {
      const { asText } = options;
      const { name } = this.context;
      const prepared = await prepare(session, name, sql, this.#types, asText);
      const { columns, types } = prepared;
      const warnings = [...prepared.warnings];
      const decoder = new RowDecoder(columns, types, repairs(session, columns, warnings));
      session.onRow = (bytes, start, end) => decoder.add(bytes, start, end);
      execute(
        session,
        types.map(({ binary }) => binary),
      );
      const batches = this.#batches(begun, decoder, sql, options);
      return { columns, batches, warnings };
    } catch (error) {
      await this.#settle(begun);
      throw this.#failure(error, sql, options.signal);
    }
  }

  async close(): Promise<void> {
    this.#pool.close();
    await Promise.all(this.#cancelling);
  }

  async *#batches(
    { session, watch }: Begun,
    decoder: RowDecoder,
    sql: string,
    options: StreamOptions,
  ): AsyncGenerator<Batch, void, undefined> {
    let done = false;
    watch.expectRows(() => (decoder.began ? session.silence : 0));
    try {
      for await (const batch of eventsToBatches(session, decoder)) {
        if (options.signal.aborted) throw cancelled();
        yield batch;
      }
      if (options.signal.aborted) throw cancelled();
      done = true;
    } catch (error) {
      done = error instanceof RefusedByServer && error.refusal.severity === "ERROR";
      throw this.#failure(error, sql, options.signal);
    } finally {
      session.onRow = undefined;
      await watch.end();
      if (!done) await this.#cancel(session, new ConnectionLost("the rest was not wanted"));
      session.used = true;
      this.#pool.release(session);
    }
  }

  /** Work of our own, or the parsing of a user's statement, in a transaction that is closed afterwards. */
  async #inTransaction<Result>(
    sql: string,
    signal: AbortSignal | undefined,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    const begun = await this.#begin(sql, signal);
    try {
      return await work(begun.session);
    } catch (error) {
      throw this.#failure(error, sql, signal);
    } finally {
      await this.#settle(begun);
    }
  }

  /** A session inside a fresh transaction. One that has died since its last use is replaced. */
  async #begin(sql: string, signal: AbortSignal | undefined): Promise<Begun> {
    for (;;) {
      const session = await this.#acquire(signal);
      const begun = { session, watch: this.#watch(session, signal) };
      try {
        await begin(session, this.config, this.context);
        return begun;
      } catch (error) {
        const stale = session.used && session.closed && !signal?.aborted;
        await this.#settle(begun);
        if (stale) continue;
        if (error instanceof SetupRefused) {
          throw setupFailure(error, this.#origin, this.config.after_connect ?? "");
        }
        throw this.#failure(error, sql, signal);
      }
    }
  }

  async #acquire(signal: AbortSignal | undefined): Promise<Session> {
    try {
      return await this.#pool.acquire(signal);
    } catch (error) {
      if (signal?.aborted) throw cancelled();
      throw connectFailure(error, this.#origin);
    }
  }

  #watch(session: Session, signal: AbortSignal | undefined): StatementWatch {
    const { timeout, progress_timeout: progressTimeout } = this.config;
    const { source } = this.#origin;
    const cancel = (reason: Error) => this.#cancel(session, reason);
    return watchStatement({ source, signal, timeout, progressTimeout, cancel });
  }

  async #cancel(session: Session, reason: Error): Promise<void> {
    const cancelling = cancel(session, this.config, reason);
    this.#cancelling.add(cancelling);
    await cancelling;
    this.#cancelling.delete(cancelling);
  }

  /** Ends a transaction whose statement is not running, and gives the session back. */
  async #settle({ session, watch }: Begun): Promise<void> {
    try {
      if (!session.closed) await rollback(session);
    } catch (error) {
      session.destroy(error instanceof Error ? error : new Error(String(error)));
    }
    await watch.end();
    session.used = true;
    this.#pool.release(session);
  }

  #failure(error: unknown, sql: string, signal?: AbortSignal): Error {
    if (signal?.aborted) return cancelled();
    return queryFailure(error, this.#origin, sql);
  }
}

/**
 * The batches among the session's events, until the server has ended both the statement and the transaction.
 * Rejects with its refusal, at once when it closes the connection, else when it is ready again.
 */
async function* eventsToBatches(
  session: Session,
  decoder: RowDecoder,
): AsyncGenerator<Batch, void, undefined> {
  let refusal: RefusedByServer | undefined;
  for (let ready = 0; ready < 2;) {
    const event = await session.next();
    if (!isMessage(event)) yield event.batch;
    else if (event.type === "E") {
      const error = readError(event.body);
      refusal ??= new RefusedByServer(error);
      if (error.severity !== "ERROR") throw refusal;
    } else if (event.type === "Z") {
      ready += 1;
      const last = ready === 1 && !refusal ? decoder.finish() : undefined;
      if (last) yield last;
    }
  }
  if (refusal) throw refusal;
}

/** Only a server that does not check its text can send invalid UTF-8; each column is reported once. */
function repairs(
  session: Session,
  columns: readonly Column[],
  warnings: Diagnostic[],
): ((column: number) => void) | undefined {
  if (!session.keepsAnyBytes) return undefined;
  const reported = new Set<number>();
  return (index) => {
    if (reported.has(index)) return;
    reported.add(index);
    const column = columns[index]?.name ?? "";
    warnings.push(createDiagnostic("text-repaired", { column }));
  };
}

function cancelled(): SourceError {
  return new SourceError(createDiagnostic("read-cancelled", {}));
}
