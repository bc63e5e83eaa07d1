import type { LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Batch } from "../../rows/batch.js";
import type { Column } from "../../rows/stream.js";
import type { Reading } from "./check-reading.js";
import type { Hello } from "./meet.js";
import type { Refusals } from "./refusal.js";
import type { ServerSession } from "./server-session.js";
import type { ServerTarget } from "./server-target.js";
import type { TlsOptions } from "./tls.js";

/**
 * What a kind of server does in its own way, made once per source. `ServerSource` does the rest and
 * guarantees:
 *
 * - Sessions are never more than `pool`; only a cancel may take another connection for a moment.
 * - A session serves one caller at a time, and one transaction: `begin`, then `describe`, `execute`
 *   or `command`, then `rollback` unless `execute` has closed it.
 * - A session is given back only when its state is known. After a failed `begin` or `rollback`,
 *   after a statement whose rows were not all wanted and after an error with something left to read
 *   it is closed; one that turns out to be dead at its next `begin` is replaced without a word.
 * - An aborted signal, the source's `timeout` (if the server does not keep it) and its
 *   `progress_timeout` lead to `cancel`, then to the end of the session.
 * - Lost connections and servers that are full or restarting are marked as such, so that a reader
 *   repeats the read once.
 *
 * What every function may reject with, besides `SourceError`: {@link RefusedByServer} for the
 * server's word, leaving a session that goes on unless it is `closed` or `hasUnread`; any other
 * error stands for the loss of the connection.
 */
export interface ServerProtocol<Session extends ServerSession> {
  readonly target: ServerTarget;
  /** Connections that `cancel` needs: they are left free where the server is full. */
  readonly spare?: number;
  /** Only a name and a port where nobody can tell such a server by its first bytes. */
  readonly hello: Hello | Pick<Hello, "name" | "port" | "encryptedPort">;
  readonly refusals: Refusals;
  /**
   * The word because of which a user's statement is not even parsed by the server: some engines
   * carry a statement out when they are asked for its columns. Undefined for one that only reads.
   */
  readonly refusedWord: (sql: string) => string | undefined;
  /** The first that the server answers counts. */
  readonly catalog: readonly CatalogQuery[];

  /**
   * One attempt to connect and log in, encrypted as `tls` says, within `connect_timeout` seconds;
   * when the signal is aborted it rejects soon, with whatever. Leaves no socket behind when it
   * rejects, which is with {@link OtherEncryptionWanted} where another attempt may do better,
   * {@link TlsFailed}, the server's refusal, or an error with a system's code (ETIMEDOUT when the
   * time is over).
   */
  connect(tls: TlsOptions, signal: AbortSignal | undefined): Promise<Session>;

  /**
   * Opens a read-only transaction in which the text of values, the time zone and the limits are the
   * same whatever ran before on the session (if it is `used`), `after_connect` included; a failure
   * of that is a {@link SetupRefused}, of a statement of ours an {@link OpeningRefused}. Ends a used session that it cannot make equal to a new one.
   */
  begin(session: Session): Promise<void>;

  /** What its users should know of all statements on the server; known after the first `begin`. */
  notice?(): Diagnostic | undefined;

  /** The columns of a statement, which is not run where the server can tell them without. */
  describe(session: Session, sql: string): Promise<Column[]>;

  /**
   * Runs a statement that yields rows, and only such a one; others are refused before they run,
   * with `withoutRows`. Resolves when the columns are known. `asText` are the positions of columns
   * whose values did not fit.
   */
  execute(
    session: Session,
    sql: string,
    asText: ReadonlySet<number> | undefined,
  ): Promise<RunningStatement>;

  /**
   * Closes the transaction whatever its state, and has read all that the server said when it
   * resolves.
   */
  rollback(session: Session): Promise<void>;

  /**
   * Asks the server, beside the session, to stop what the session runs. The session is destroyed
   * afterwards, so that a request may hit the connection as a whole. Called once per session and
   * not when it is closed; settles soon after the signal is aborted, which happens within a second.
   * A rejection is passed over.
   */
  cancel(session: Session, request: CancelRequest<Session>): Promise<void>;

  /**
   * Ends what processes of this machine that are dead have left running, where the server does not
   * notice that by itself.
   */
  endLeftovers?(session: Session): Promise<void>;

  /** Runs a statement of our own; the values come as text, NULL as null. */
  command(session: Session, sql: string): Promise<TextRow[]>;

  /**
   * About how many rows a statement yields; undefined when it cannot be said. `read` runs a query,
   * each in a transaction of its own, and reads it by lower-case column names.
   */
  estimate(
    sql: string,
    read: (sql: string) => Promise<ReadonlyMap<string, Value>[]>,
  ): Promise<number | undefined>;
}

/** A kind of server whose doctor goes the usual way over socket, TLS and login. */
export interface ServerType<Session extends ServerSession> extends ServerProtocol<Session> {
  readonly hello: Hello;
  /**
   * Whether anybody takes connections there, within so many milliseconds: of servers that do not
   * show by their first bytes what they are.
   */
  reach?(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
  readonly doctor: DoctorQueries<Session>;
}

export interface RunningStatement {
  readonly columns: readonly Column[];
  /** Complete after the last batch. */
  readonly warnings: readonly Diagnostic[];
  /**
   * Ends when the server has ended the statement and, unless it `staysOpen`, the transaction;
   * rejects with its refusal, or with a TypeContradiction.
   */
  readonly batches: AsyncIterable<Batch>;
  /** Whether `rollback` is still to come, which nobody waits for who has all rows. */
  readonly staysOpen?: true;
  /** Whether a row has come: from then on silence counts. */
  began(): boolean;
}

export interface CancelRequest<Session> {
  readonly signal: AbortSignal;
  /**
   * Another session, for servers that take the request as a statement; whoever opens it ends it.
   */
  readonly connect: () => Promise<Session>;
}

/** Values in the server's text form, NULL as null. */
export type TextRow = readonly (string | null)[];

export interface CatalogQuery {
  /**
   * Yields schema, table, relation, column and the column's native type, the comments of the table
   * and of the column, and `primary` or `unique` for a key, in the order that is shown; a table
   * without columns has one row with NULLs. Comments and keys may be left out at the end; more
   * columns are for `typeOf`.
   */
  readonly sql: string;
  /**
   * The columns of primary keys, where those need a query of their own; `path` says in which of its
   * columns schema, table and column are.
   */
  readonly primaryKeys?: { readonly sql: string; readonly path: readonly number[] };
  /** Relations that are views. */
  readonly views: readonly string[];
  typeOf(row: TextRow): LogicalType;
}

/**
 * The doctor's last stages: the first outside, the others inside a transaction. What a server
 * refuses to answer is passed over.
 */
export interface DoctorQueries<Session> {
  /** The account that took the login, for people, when it is another than the one that was meant. */
  otherAccount?(session: Session): Promise<string | undefined>;
  /** What the login may do in spite of a read-only transaction; undefined when nothing. */
  power(session: Session): Promise<string | undefined>;
  /** Statements that make a login which can only read. */
  readonly reader: (database: string) => string;
  /** How the login may write, as `may change tables`; undefined when it can only read. */
  writing(session: Session): Promise<string | undefined>;
  /** What the login may read; undefined where a source is no database of which that can be said. */
  reading(session: Session): Promise<Reading | undefined>;
  /** The server's version, time zone, encoding, in one line. */
  facts(session: Session): Promise<string>;
}
