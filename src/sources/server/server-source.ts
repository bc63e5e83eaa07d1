/**
 * A source on a server:
 *
 *   acquire ─ begin ─ execute ─▶ columns ─▶ batches ─ release        begin, execute and cancel are the type's
 *               └───── watch: signal, timeout, silence ─▶ cancel
 */
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Batch } from "../../rows/batch.js";
import { readAll } from "../../rows/read-all.js";
import { SourceError, type Column, type RowStream, type StreamOptions } from "../../rows/stream.js";
import type { CatalogSchema, CheckStage, Source } from "../contract.js";
import { ask } from "./ask.js";
import { cancel } from "./cancel.js";
import { connect } from "./connect.js";
import { connectFailure, queryFailure } from "./failure.js";
import { groupCatalog } from "./group-catalog.js";
import { asError, codeOf, sentence } from "../network-failure.js";
import { LoginSlow, SaysNothing } from "./login-timeout.js";
import type { OtherServer } from "./meet.js";
import { pause } from "./pause.js";
import { ConnectionLost, ProtocolSurprise, RefusedByServer } from "./refusal.js";
import type { ServerSession } from "./server-session.js";
import type { CatalogQuery, RunningStatement, ServerProtocol, TextRow } from "./server-type.js";
import { DEFAULT_POOL } from "./default-pool.js";
import { SessionPool } from "./session-pool.js";
import { watchStatement, type StatementWatch } from "./watch-statement.js";

const NEVER = new AbortController().signal;
/** Milliseconds in which a server must end the transactions of rows that were read, where all is closed. */
const SETTLE_PATIENCE = 1000;

/** A session inside a fresh transaction. */
interface Begun<Session> {
  readonly session: Session;
  readonly watch: StatementWatch;
}

/** What looks at a server before it is asked for rows. */
export interface Checkup<Session> {
  /** The connection doctor. */
  check(signal?: AbortSignal): AsyncIterable<CheckStage>;
  /** What a run says of the login, inside a transaction; undefined when there is nothing to say. */
  rights(session: Session): Promise<Diagnostic | undefined>;
  /**
   * Of a login whose time is over, what else can be said: another kind of server answers, or the
   * login is slow.
   */
  whoAnswers?(): Promise<OtherServer | LoginSlow | undefined>;
}

/**
 * Everything about a server that is not its type's own; what it guarantees stands at {@link
 * ServerProtocol}.
 */
export class ServerSource<Session extends ServerSession> implements Source {
  readonly #pool: SessionPool<Session>;
  /** Cancels under way, one per session; `close` waits for them. */
  readonly #cancelling = new Map<Session, Promise<void>>();
  /** Transactions that are ended while their rows are already where they belong; `close` waits for them. */
  readonly #settling = new Set<Promise<void>>();
  /** Whether a statement whose rows were read has told, or tells now, the server's notice. */
  #noticeTold = false;

  #rights: Promise<Diagnostic | undefined> | undefined;

  constructor(
    private readonly type: ServerProtocol<Session>,
    private readonly checkup: Checkup<Session>,
  ) {
    const { target, refusals, spare } = type;
    const { pool, connection_pool_size: size, connect_timeout: patience } = target.config;
    this.#pool = new SessionPool({
      connect: (signal) => connect(type, signal),
      isFull: (error) =>
        error instanceof RefusedByServer && refusals.ofLogin(error.refusal) === "server-full",
      isClosed: (error) => error instanceof ConnectionLost || codeOf(error) === "ECONNRESET",
      size: pool ?? size ?? DEFAULT_POOL,
      patience,
      ...(spare !== undefined && { spare }),
    });
  }

  check(signal?: AbortSignal): AsyncIterable<CheckStage> {
    return this.checkup.check(signal);
  }

  async describe(sql: string, signal?: AbortSignal): Promise<Column[]> {
    this.#admit(sql);
    return this.#inTransaction(sql, signal, (session) => this.type.describe(session, sql));
  }

  /** Of servers whose `begin` takes a transaction that is open already. */
  async ready(signal?: AbortSignal): Promise<void> {
    const session = await this.#acquire(signal);
    // The statement begins anew, and says what is wrong.
    await this.type.begin(session).catch((error: unknown) => session.destroy(asError(error)));
    this.#release(session);
  }

  estimate(sql: string, signal: AbortSignal = NEVER): Promise<number | undefined> {
    return this.type.estimate(sql, async (query) => readAll(await this.#stream(query, { signal })));
  }

  /** Asked once, since a login keeps its rights for as long as anybody runs something. */
  rights(signal?: AbortSignal): Promise<Diagnostic | undefined> {
    this.#rights ??= this.#inTransaction("", signal, (session) => this.checkup.rights(session));
    this.#rights.catch(() => (this.#rights = undefined));
    return this.#rights;
  }

  catalog(signal?: AbortSignal): Promise<CatalogSchema[]> {
    return this.#inTransaction("", signal, async (session) => {
      const { catalog, target } = this.type;
      let reason = "";
      for (const query of catalog) {
        const told = await ask(this.type, session, () => this.type.command(session, query.sql));
        if ("answer" in told) {
          return groupCatalog(told.answer, query, await this.#primaryKeys(session, query));
        }
        reason = sentence(told.refusal.message);
      }
      const { source } = target;
      throw new SourceError(createDiagnostic("source-tables-untold", { source, reason }));
    });
  }

  /** Those that need a query of their own, as far as the server answers it. */
  async #primaryKeys(session: Session, { primaryKeys }: CatalogQuery): Promise<TextRow[]> {
    if (!primaryKeys) return [];
    const { sql, path } = primaryKeys;
    const told = await ask(this.type, session, () => this.type.command(session, sql));
    if (!("answer" in told)) return [];
    return told.answer.map((row) => path.map((at) => row[at] ?? null));
  }

  /** The statement starts at once; whoever asks for a stream reads it, or aborts the signal. */
  async stream(sql: string, options: StreamOptions): Promise<RowStream> {
    this.#admit(sql);
    const stream = await this.#stream(sql, options);
    const notice = this.#noticeTold ? undefined : this.type.notice?.();
    if (!notice) return stream;
    this.#noticeTold = true;
    const { columns, batches, warnings } = stream;
    return {
      columns,
      batches: whole(batches, () => (this.#noticeTold = false)),
      get warnings() {
        return [notice, ...warnings];
      },
    };
  }

  async #stream(sql: string, options: StreamOptions): Promise<RowStream> {
    const begun = await this.#begin(sql, options.signal);
    try {
      const running = await this.type.execute(begun.session, sql, options.asText);
      const { columns, warnings } = running;
      return { columns, batches: this.#batches(begun, running, sql, options.signal), warnings };
    } catch (error) {
      await this.#abandon(begun, error);
      throw this.#failure(error, sql, options.signal);
    }
  }

  async close(): Promise<void> {
    this.#pool.close();
    await Promise.all([...this.#cancelling.values(), this.#untilSettled()]);
  }

  /** Only what reads goes to the server at all; the engine's own guard stands behind that. */
  #admit(sql: string): void {
    const { source } = this.type.target;
    const word = this.type.refusedWord(sql);
    if (word === undefined) return;
    throw new SourceError(createDiagnostic("statement-not-sent", { source, word }));
  }

  async *#batches(
    begun: Begun<Session>,
    running: RunningStatement,
    sql: string,
    signal: AbortSignal,
  ): AsyncGenerator<Batch, void, undefined> {
    const { session, watch } = begun;
    let done = false;
    watch.expectRows(() => (running.began() ? session.silence : 0));
    try {
      for await (const batch of running.batches) {
        if (signal.aborted) throw cancelled();
        yield batch;
      }
      if (signal.aborted) throw cancelled();
      done = true;
    } catch (error) {
      done = error instanceof RefusedByServer && !session.hasUnread;
      throw this.#failure(error, sql, signal);
    } finally {
      if (done && running.staysOpen === true) this.#settleAside({ session, watch });
      else {
        await watch.end();
        if (!done) await this.#cancel(session, new ConnectionLost("the rest was not wanted"));
        this.#release(session);
      }
    }
  }

  /**
   * Work of our own, or the parsing of a user's statement, in a transaction that is closed
   * afterwards.
   */
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
  async #begin(sql: string, signal: AbortSignal | undefined): Promise<Begun<Session>> {
    for (;;) {
      const session = await this.#acquire(signal);
      const watch = this.#watch(session, signal);
      try {
        await this.type.begin(session);
        return { session, watch };
      } catch (error) {
        const gone = session.closed && !(error instanceof ProtocolSurprise);
        const stale = session.used && gone && !signal?.aborted;
        session.end();
        await watch.end();
        this.#release(session);
        if (!stale) throw this.#failure(error, sql, signal);
      }
    }
  }

  async #acquire(signal: AbortSignal | undefined): Promise<Session> {
    try {
      return await this.#pool.acquire(signal);
    } catch (error) {
      if (signal?.aborted) throw cancelled();
      throw connectFailure(await this.#whoAnswers(error), this.type);
    }
  }

  /** In place of a login that nobody answered, what kind of server answers there. */
  async #whoAnswers(error: unknown): Promise<unknown> {
    const late = error instanceof SaysNothing || error instanceof LoginSlow;
    if (!late && codeOf(error) !== "ETIMEDOUT") return error;
    return (await this.checkup.whoAnswers?.()) ?? error;
  }

  #watch(session: Session, signal: AbortSignal | undefined): StatementWatch {
    const { source, config } = this.type.target;
    const { timeout, progress_timeout: progressTimeout } = config;
    const cancel = (reason: Error) => this.#cancel(session, reason);
    return watchStatement({ source, signal, timeout, progressTimeout, cancel });
  }

  #cancel(session: Session, reason: Error): Promise<void> {
    const running = this.#cancelling.get(session);
    if (running) return running;
    const cancelling = cancel(this.type, session, reason).finally(() => {
      this.#cancelling.delete(session);
    });
    this.#cancelling.set(session, cancelling);
    return cancelling;
  }

  /** After an error: a session on which a statement may still run is cancelled, another goes on. */
  async #abandon(begun: Begun<Session>, error: unknown): Promise<void> {
    if (begun.session.hasUnread) await this.#cancel(begun.session, asError(error));
    await this.#settle(begun);
  }

  /** Ends a transaction whose statement is not running, and gives the session back. */
  async #settle({ session, watch }: Begun<Session>): Promise<void> {
    try {
      if (!session.closed) await this.type.rollback(session);
    } catch (error) {
      session.destroy(asError(error));
    }
    await watch.end();
    this.#release(session);
  }

  async #untilSettled(): Promise<void> {
    const settled = new AbortController();
    void Promise.all(this.#settling).then(() => settled.abort());
    await pause(SETTLE_PATIENCE, settled.signal);
  }

  #settleAside(begun: Begun<Session>): void {
    const settling = this.#settle(begun).finally(() => this.#settling.delete(settling));
    this.#settling.add(settling);
  }

  #release(session: Session): void {
    session.used = true;
    this.#pool.release(session);
  }

  #failure(error: unknown, sql: string, signal: AbortSignal | undefined): Error {
    return signal?.aborted ? cancelled() : queryFailure(error, this.type, sql);
  }
}

/** The batches; `otherwise` is called when they end early, and with them what was to be told. */
async function* whole(
  batches: AsyncIterable<Batch>,
  otherwise: () => void,
): AsyncGenerator<Batch, void, undefined> {
  let ended = false;
  try {
    yield* batches;
    ended = true;
  } finally {
    if (!ended) otherwise();
  }
}

function cancelled(): SourceError {
  return new SourceError(createDiagnostic("read-cancelled", {}));
}
