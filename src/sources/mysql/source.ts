import { createDiagnostic } from "../../diagnostics/index.js";
import type { Batch } from "../../rows/batch.js";
import type { CatalogSchema, CheckStage, Source, SourceContext } from "../contract.js";
import { SourceError, type Column, type RowStream, type StreamOptions } from "../../rows/stream.js";
import { SessionPool } from "../server/session-pool.js";
import { watchStatement, type StatementWatch } from "../server/watch-statement.js";
import { cancel } from "./cancel.js";
import { catalogFrom, CATALOG_QUERY } from "./catalog.js";
import { checkStages } from "./check.js";
import type { MysqlConfig } from "./config.js";
import { connect, databaseOf, userOf } from "./connect.js";
import { estimateRows } from "./estimate.js";
import {
  connectFailure,
  isFull,
  queryFailure,
  RefusedByServer,
  type FailureOrigin,
} from "./failure.js";
import { parse, shapeOf, tagged, withoutRows } from "./prepared.js";
import { startReading, type Reading } from "./reading.js";
import { ConnectionLost, type Session } from "./session.js";
import { columnsOf, command, query, untilEnd } from "./statement.js";
import { begin, rollback } from "./transaction.js";
import { beginFailure } from "./begin-failure.js";
import type { Zone } from "./zone.js";

const DEFAULT_POOL = 4;
const NEVER = new AbortController().signal;

/** A session inside a fresh transaction. */
interface Begun {
  readonly session: Session;
  readonly zone: Zone;
  readonly watch: StatementWatch;
}

export class MysqlSource implements Source {
  readonly #origin: FailureOrigin;
  readonly #pool: SessionPool<Session>;
  /** Cancels under way; `close` waits for them. */
  readonly #cancelling = new Set<Promise<void>>();

  constructor(
    private readonly config: MysqlConfig,
    private readonly context: SourceContext,
  ) {
    this.#origin = {
      source: context.name,
      config,
      user: userOf(config),
      database: databaseOf(config),
    };
    const size = config.pool ?? config.connection_pool_size ?? DEFAULT_POOL;
    this.#pool = new SessionPool({
      connect: (signal) => connect(config, context, signal),
      isFull,
      size,
      patience: config.connect_timeout,
      // A statement is stopped from a connection of its own.
      spare: 1,
    });
  }

  check(): AsyncIterable<CheckStage> {
    return checkStages(this.config, this.context, this.#origin);
  }

  async describe(sql: string, signal?: AbortSignal): Promise<Column[]> {
    return this.#inTransaction(sql, signal, async (session) => {
      const { name, queryTag } = this.context;
      const statement = await parse(session, name, sql, queryTag);
      if (statement) return [...shapeOf(statement.fields, "binary").columns];
      // Such statements only tell; the server knows their columns when it has run them.
      query(session, tagged(sql, queryTag), () => undefined);
      const fields = await columnsOf(session);
      if (!fields) throw withoutRows(name);
      await untilEnd(session);
      return [...shapeOf(fields, "text").columns];
    });
  }

  estimate(sql: string, signal: AbortSignal = NEVER): Promise<number | undefined> {
    return estimateRows(sql, (asked) => this.stream(asked, { signal }));
  }

  async catalog(signal?: AbortSignal): Promise<CatalogSchema[]> {
    return this.#inTransaction(CATALOG_QUERY, signal, async (session) =>
      catalogFrom(await command(session, CATALOG_QUERY)),
    );
  }

  /**
   * The statement starts at once, and the columns are known when its first rows are: whoever asks for a stream reads it, or
   * aborts the signal.
   */
  async stream(sql: string, options: StreamOptions): Promise<RowStream> {
    const begun = await this.#begin(sql, options.signal);
    const { session, zone } = begun;
    try {
      const { name, queryTag } = this.context;
      const statement = await parse(session, name, sql, queryTag);
      const reading = await startReading(
        session,
        statement ?? tagged(sql, queryTag),
        zone,
        options.asText,
      );
      if (!reading) throw withoutRows(name);
      const { columns, warnings } = reading;
      return { columns, batches: this.#batches(begun, reading, sql, options), warnings };
    } catch (error) {
      await this.#abandon(begun, error);
      throw this.#failure(error, sql, options.signal);
    }
  }

  async close(): Promise<void> {
    this.#pool.close();
    await Promise.all(this.#cancelling);
  }

  async *#batches(
    { session, watch }: Begun,
    reading: Reading,
    sql: string,
    options: StreamOptions,
  ): AsyncGenerator<Batch, void, undefined> {
    let done = false;
    watch.expectRows(() => (reading.began() ? session.silence : 0));
    try {
      for await (const batch of reading.batches) {
        if (options.signal.aborted) throw cancelled();
        yield batch;
      }
      if (options.signal.aborted) throw cancelled();
      await rollback(session);
      done = true;
    } catch (error) {
      done = error instanceof RefusedByServer && !session.hasUnread;
      throw this.#failure(error, sql, options.signal);
    } finally {
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
      const result = await work(begun.session);
      await this.#settle(begun);
      return result;
    } catch (error) {
      await this.#abandon(begun, error);
      throw this.#failure(error, sql, signal);
    }
  }

  /** A session inside a fresh transaction. One that has died since its last use is replaced. */
  async #begin(sql: string, signal: AbortSignal | undefined): Promise<Begun> {
    for (;;) {
      const session = await this.#acquire(signal);
      const watch = this.#watch(session, signal);
      try {
        return { session, watch, zone: await begin(session, this.config, this.context) };
      } catch (error) {
        const stale = session.used && !signal?.aborted && (session.closed || isNoReset(error));
        if (!session.closed) session.end();
        await watch.end();
        this.#pool.release(session);
        if (stale) continue;
        if (signal?.aborted) throw cancelled();
        throw beginFailure(error, this.#origin, sql, this.context.timeZone);
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
    const cancelling = cancel(session, this.config, this.context, reason);
    this.#cancelling.add(cancelling);
    await cancelling;
    this.#cancelling.delete(cancelling);
  }

  /** After an error: a session on which a statement may still run is cancelled, another goes on. */
  async #abandon(begun: Begun, error: unknown): Promise<void> {
    if (begun.session.hasUnread) {
      await this.#cancel(begun.session, error instanceof Error ? error : new Error(String(error)));
    }
    await this.#settle(begun);
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

/** Servers from before 2014 cannot reset a session; theirs are used once. */
function isNoReset(error: unknown): boolean {
  return error instanceof RefusedByServer && error.refusal.number === 1047;
}

function cancelled(): SourceError {
  return new SourceError(createDiagnostic("read-cancelled", {}));
}
