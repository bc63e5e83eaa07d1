/**
 * One statement after the other, each from its text to its last page:
 *
 *   POST ─▶ page ─ GET ─▶ page ─ … ─▶ the last          the next page is asked for while one is read, and no more
 *             └── DELETE: the statement is not wanted any more
 */
import type { HttpAnswer } from "../http/index.js";
import { ConnectionLost, ProtocolSurprise, RefusedByServer } from "../server/refusal.js";
import type { ServerSession } from "../server/server-session.js";
import { pageOf, type Page } from "./answer.js";
import type { TrinoClient } from "./client.js";
import { callFailure, refusedProperty, type CallOrigin } from "./failure.js";
import { refusalOf } from "./refusals.js";
import type { Row } from "./rows.js";

/** There is nothing that could keep the process alive: calls end in time. */
const NO_SOCKET = { ref: () => undefined, unref: () => undefined };
/** Milliseconds in which the server must take it that a statement is not wanted any more. */
const PATIENCE = 1000;
const TRANSACTION = "x-trino-transaction-id";
const STARTED = "x-trino-started-transaction-id";

export class Session implements ServerSession {
  closed = false;
  used = false;
  readonly socket = NO_SOCKET;
  #transaction: string | undefined;
  /** The call whose answer says where the statement's next page is. */
  #posting: Promise<HttpAnswer> | undefined;
  /** Where the next page of the statement under way is. */
  #next: string | undefined;
  /** That page, on its way. */
  #coming: Promise<Page> | undefined;
  /** Rows that came with the columns. */
  #first: readonly Row[] = [];
  #since = 0;
  #reason: Error = new ConnectionLost("the connection was closed");
  readonly #stop = new AbortController();

  constructor(
    private readonly client: TrinoClient,
    private readonly origin: CallOrigin,
  ) {}

  /** Of the connection, for people; undefined without encryption. */
  get encryption(): string | undefined {
    return this.origin.encrypted ? "encrypted" : undefined;
  }

  get hasUnread(): boolean {
    return this.#posting !== undefined || this.#next !== undefined;
  }

  get silence(): number {
    return this.#since === 0 ? 0 : performance.now() - this.#since;
  }

  /** Opens a transaction in which the server lets nothing be changed, unless one is open for the next statement. */
  async begin(): Promise<void> {
    if (this.#transaction !== undefined) return;
    await this.run("START TRANSACTION READ ONLY", "NONE");
    if (this.#transaction === undefined) {
      throw new ProtocolSurprise("it started a transaction and did not say which");
    }
  }

  /** Ends the transaction, if one is open. */
  async rollback(): Promise<void> {
    if (this.#transaction === undefined) return;
    await this.run("ROLLBACK");
    this.#transaction = undefined;
  }

  /**
   * Sends a statement; resolves when its columns are known: undefined where it has none and has
   * ended. Rejects with the server's refusal.
   */
  async start(
    sql: string,
    transaction = this.#transaction ?? "NONE",
  ): Promise<readonly unknown[] | undefined> {
    let page = await this.#send(sql, transaction);
    while (page.columns === undefined && page.next !== undefined) page = await this.#page();
    this.#first = page.rows;
    return page.columns;
  }

  /** The next rows of the statement, at least one; undefined behind the last. */
  async rows(): Promise<readonly Row[] | undefined> {
    let rows = this.#first;
    this.#first = [];
    this.#since = performance.now();
    try {
      while (rows.length === 0 && this.#next !== undefined) ({ rows } = await this.#page());
    } finally {
      this.#since = 0;
    }
    if (rows.length === 0) return undefined;
    if (this.#next !== undefined) this.#readAhead(this.#next);
    return rows;
  }

  /** Runs a statement of our own to its end. */
  async run(sql: string, transaction?: string): Promise<readonly Row[]> {
    await this.start(sql, transaction);
    const all: Row[] = [];
    for (let rows = await this.rows(); rows; rows = await this.rows()) all.push(...rows);
    return all;
  }

  /** Runs a statement of our own that changes something, which stays: it has no transaction. */
  async change(sql: string): Promise<void> {
    await this.#send(sql, "NONE", true);
    while (this.#next !== undefined) await this.#page();
  }

  /** Has the server end the statement; settles when it has taken that, or the signal is aborted. */
  async cancel(signal: AbortSignal): Promise<void> {
    // Its answer is waited for: without it nobody could end the statement.
    const posting = this.#posting?.catch(() => undefined);
    await Promise.race([posting, aborted(signal)]);
    await this.#remove(signal);
  }

  destroy(error: Error): void {
    if (this.closed) return;
    this.closed = true;
    this.#reason = error;
    this.#stop.abort();
    void this.#leave();
  }

  end(): void {
    this.destroy(this.#reason);
  }

  /** What is left open there is ended, which nobody waits for. */
  async #leave(): Promise<void> {
    const transaction = this.#transaction;
    try {
      await this.#posting?.catch(() => undefined);
      await this.#remove(AbortSignal.timeout(PATIENCE));
      if (transaction !== undefined) {
        await this.client.post("ROLLBACK", { [TRANSACTION]: transaction });
      }
    } catch {
      // The server forgets by itself what nobody asks for any more.
    } finally {
      this.client.close();
    }
  }

  async #remove(signal: AbortSignal): Promise<void> {
    const address = this.#next;
    this.#next = undefined;
    if (address !== undefined) await this.client.remove(address, signal);
  }

  async #send(sql: string, transaction: string, changes = false): Promise<Page> {
    if (this.closed) throw this.#reason;
    this.#coming = undefined;
    const posting = this.client.post(sql, { [TRANSACTION]: transaction }, changes);
    this.#posting = posting;
    const taken = posting
      .finally(() => (this.#posting = undefined))
      .then((answer) => this.#take(answer));
    try {
      return await this.#unlessEnded(taken);
    } catch (error) {
      throw callFailure(error, this.origin);
    }
  }

  /** Whoever waits is told at once that the session has ended; what is waited for goes on. */
  #unlessEnded<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#stop;
    return new Promise((resolve, reject) => {
      const end = () => reject(this.#reason);
      signal.addEventListener("abort", end, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
    });
  }

  /** The next page, which may be on its way. */
  async #page(): Promise<Page> {
    const coming = this.#coming ?? this.#get(this.#next ?? "");
    this.#coming = undefined;
    return coming;
  }

  #readAhead(address: string): void {
    const coming = this.#get(address);
    coming.catch(() => undefined);
    this.#coming = coming;
  }

  async #get(address: string): Promise<Page> {
    try {
      return this.#take(await this.client.page(address, this.#stop.signal));
    } catch (error) {
      throw this.closed ? this.#reason : callFailure(error, this.origin);
    }
  }

  #take({ value, headers }: HttpAnswer): Page {
    const page = pageOf(value);
    if (page === undefined) throw new ProtocolSurprise("its answer is none about a statement");
    this.#next = page.next;
    if (page.isSpooled) throw new ProtocolSurprise("it keeps the rows elsewhere, unasked");
    this.#transaction = headers.get(STARTED) ?? this.#transaction;
    if (page.error) {
      const refusal = refusalOf(page.error, page.id);
      throw refusedProperty(refusal, this.origin) ?? new RefusedByServer(refusal);
    }
    return page;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
