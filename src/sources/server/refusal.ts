/**
 * Errors by which a server type tells the skeleton what happened. `failure.ts` puts them into
 * words.
 */

import type { ServerTarget } from "./server-target.js";

/** What a server says when it refuses something; all texts are its own. */
export interface Refusal {
  /** The server's own code, a SQLSTATE or a number, by which {@link Refusals} tells its meaning. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Character of the statement at which the fault lies, from 1. */
  readonly position?: number;
}

/**
 * `login-failed`: name or password are wrong. `login-forbidden`: the server's rules or the account's
 * state keep it out. `method-unknown`: the server asks for a proof that is not known here.
 * `server-full` and `server-restarting` may be over soon: connecting is tried again. With
 * `server-full` the pool makes do with the connections that it has. `options-refused`: settings that
 * the source asks for at the login are not the server's.
 */
export type LoginRefusal =
  | "login-failed"
  | "login-forbidden"
  | "method-unknown"
  | "database-unknown"
  | "database-forbidden"
  | "server-full"
  | "server-restarting"
  | "options-refused";

/** `session-ended`: the server, or somebody there, ended the session; the read is repeated. */
export type StatementRefusal =
  | "timed-out"
  | "session-ended"
  | "name-unknown"
  | "not-permitted"
  | "would-write";

/**
 * What a type's refusals mean. Pure functions; undefined stands for what has no meaning of its own.
 */
export interface Refusals {
  ofLogin(refusal: Refusal): LoginRefusal | undefined;
  /** What to do about a refused login, where more can be said than its meaning tells. */
  nextStep(refusal: Refusal, target: ServerTarget): string | undefined;
  ofStatement(refusal: Refusal): StatementRefusal | undefined;
  /** Where in `sql` the fault lies, in UTF-16 units, if the server says so. */
  placeOf(refusal: Refusal, sql: string): number | undefined;
}

/** The server refused a login, a command or a statement. */
export class RefusedByServer extends Error {
  override readonly name = "RefusedByServer";
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/**
 * `after_connect` failed. The cause is the server's refusal, or the loss of the connection, if
 * either was there.
 */
export class SetupRefused extends Error {
  override readonly name = "SetupRefused";
}

/** A statement of ours that opens a transaction. */
export interface OpeningStatement {
  readonly sql: string;
  /** Why it is sent, as `so that nothing can be changed`. */
  readonly why: string;
  /** Left out where the server refuses it: results are the same without it. */
  readonly optional?: boolean;
}

/** The server refused one of the statements that open a transaction. */
export class OpeningRefused extends Error {
  override readonly name = "OpeningRefused";
  constructor(
    readonly statement: OpeningStatement,
    override readonly cause: RefusedByServer,
  ) {
    super(cause.message);
  }
}

/** No encrypted connection could be had, for a reason that only the driver or the server words. */
export class TlsFailed extends Error {
  override readonly name: string = "TlsFailed";
}

/** The server offers no encryption. */
export class TlsMissing extends TlsFailed {
  override readonly name = "TlsMissing";
}

/** `sslrootcert` cannot be used. */
export class AuthorityUnreadable extends Error {
  override readonly name = "AuthorityUnreadable";
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/**
 * The server refuses connections that are encrypted, or those that are not. `reason` is what the
 * user hears unless `sslmode` allows the other kind.
 */
export class OtherEncryptionWanted extends Error {
  override readonly name = "OtherEncryptionWanted";
  constructor(readonly reason: Error) {
    super(reason.message);
  }
}

/** The connection ended without a word that explains it. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/**
 * The server said what its protocol does not allow there, or what nobody asked for. Nobody knows
 * what its words belong to, so the session is over and nothing is tried again.
 */
export class ProtocolSurprise extends Error {
  override readonly name = "ProtocolSurprise";
}

/** A fault in reading what the server sent is a surprise; other errors stay what they are. */
export function readingFault(error: unknown): unknown {
  // Node's buffers and the decoders of rows throw this where a message is not as long as it says.
  if (!(error instanceof RangeError)) return error;
  return new ProtocolSurprise(error.message, { cause: error });
}
