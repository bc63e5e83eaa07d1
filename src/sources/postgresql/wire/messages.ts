/** The messages of PostgreSQL's wire protocol (version 3) that this connector writes and reads. */
import type { Refusal } from "../../server/refusal.js";

/** One column of a RowDescription. */
export interface Field {
  readonly name: string;
  readonly oid: number;
  /** The type's modifier, such as precision and scale; -1 when there is none. */
  readonly modifier: number;
}

/** An ErrorResponse. */
export interface ServerError extends Refusal {
  readonly severity: string;
}

/** Runs one or several statements at once; their rows come as text. */
export function queryMessage(sql: string): Buffer {
  return message("Q", text(sql));
}

/** The unnamed statement. */
export function parseMessage(sql: string): Buffer {
  return message("P", Buffer.from([0]), text(sql), int16(0));
}

/** Asks for the columns of the unnamed statement. */
export const DESCRIBE = message("D", Buffer.from("S\0"));
/** Asks for the answers so far. After an error the server waits for {@link SYNC}. */
export const FLUSH = message("H");
/** Ends an exchange: the server says that it is ready, after an error too. */
export const SYNC = message("S");
/** All rows of the unnamed portal. */
export const EXECUTE = message("E", Buffer.from([0, 0, 0, 0, 0]));
/** The goodbye, which nothing answers. */
export const TERMINATE = message("X");
/** Stands before all else on a connection. One byte answers it; TLS begins after that. */
export const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/**
 * Binds the unnamed statement without parameters; `binary` says per column in which format it
 * comes.
 */
export function bindMessage(binary: readonly boolean[]): Buffer {
  const formats = Buffer.alloc(2 + 2 * binary.length);
  formats.writeInt16BE(binary.length);
  for (const [index, flag] of binary.entries()) formats.writeInt16BE(Number(flag), 2 + 2 * index);
  return message("B", Buffer.from([0, 0]), int16(0), int16(0), formats);
}

/** Stands alone on a connection of its own. */
export function cancelRequest(processId: number, secretKey: number): Buffer {
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(80_877_102, 4);
  request.writeInt32BE(processId, 8);
  request.writeInt32BE(secretKey, 12);
  return request;
}

/** Throws a RangeError where the body is not as long as it says. */
export function readRowDescription(body: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left--) {
    const end = body.indexOf(0, at);
    if (end < 0) throw new RangeError("the name of a column does not end");
    const name = body.toString("utf8", at, end);
    // Table (4 bytes) and attribute (2) come before the type's number, its size (2) before the
    // modifier, a format (2) behind it.
    fields.push({ name, oid: body.readUInt32BE(end + 7), modifier: body.readInt32BE(end + 13) });
    at = end + 19;
  }
  if (at !== body.length)
    throw new RangeError("a description of columns is not as long as it says");
  return fields;
}

/**
 * The values of a DataRow whose columns are all in text format. Throws a RangeError where the body
 * is not as long as it says.
 */
export function readTextRow(body: Buffer): (string | null)[] {
  const values: (string | null)[] = [];
  let at = 2;
  for (let left = body.readUInt16BE(0); left > 0; left--) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString("utf8", at, at + length));
    if (length > 0) at += length;
  }
  if (at !== body.length) throw new RangeError("a row is not as long as it says");
  return values;
}

/** Whether the server ends the connection after its error. */
export function isFatal({ severity }: ServerError): boolean {
  return severity === "FATAL" || severity === "PANIC";
}

/**
 * From the body of an ErrorResponse; the severity is the untranslated one where the server has it.
 */
export function readError(body: Buffer): ServerError {
  const fields = new Map<string, string>();
  for (const part of body.toString("utf8").split("\0")) {
    if (part !== "") fields.set(part.charAt(0), part.slice(1));
  }
  const [detail, hint, position] = [fields.get("D"), fields.get("H"), fields.get("P")];
  return {
    severity: fields.get("V") ?? fields.get("S") ?? "ERROR",
    code: fields.get("C") ?? "",
    message: fields.get("M") ?? "",
    ...(detail !== undefined && { detail }),
    ...(hint !== undefined && { hint }),
    ...(position !== undefined && { position: Number(position) }),
  };
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, "latin1");
  header.writeInt32BE(
    parts.reduce((sum, part) => sum + part.length, 4),
    1,
  );
  return Buffer.concat([header, ...parts]);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`, "utf8");
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
