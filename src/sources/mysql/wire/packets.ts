/**
 * The packets of the MySQL protocol that this connector writes and reads. Numbers on the wire are
 * little-endian.
 */
import type { Refusal } from "../../server/refusal.js";

/** One column of a result. */
export interface Field {
  readonly name: string;
  /** Number of the type, as in `types.ts`. */
  readonly type: number;
  /** Number of the character set; {@link BINARY} for bytes. */
  readonly charset: number;
  /** Greatest length in bytes, of text in the connection's character set. */
  readonly length: number;
  readonly flags: number;
  /** Digits behind the point. */
  readonly decimals: number;
  /**
   * MariaDB's own name for the type where the number does not tell it: `uuid`, `inet6`, `point`.
   */
  readonly extendedType?: string;
  /** MariaDB's format of a text: `json`. */
  readonly extendedFormat?: string;
}

/** The end of a result, or of a statement without one. */
export interface Ending {
  /** Warnings that the server keeps for SHOW WARNINGS. */
  readonly warnings: number;
  /** Another result follows. */
  readonly more: boolean;
}

/** A statement that the server has parsed. */
export interface StatementHeader {
  readonly id: number;
  readonly columns: number;
  readonly parameters: number;
}

/**
 * First bytes of packets. A row may begin with the same ones: what a byte means depends on where
 * its packet stands in the answer (see `exchange.ts`).
 */
export const OK = 0x00;
export const LOCAL_INFILE = 0xfb;
export const EOF = 0xfe;
export const ERROR = 0xff;
/** Number of the character set that stands for bytes. */
export const BINARY = 63;
const NULL_VALUE = 0xfb;
const MORE_RESULTS = 8;

/** Longest payload of one packet; a longer one goes on in the next. */
export const MOST_IN_PACKET = 0xff_ffff;

const COM_QUIT = 0x01;
const COM_QUERY = 0x03;
const COM_STMT_PREPARE = 0x16;
const COM_STMT_EXECUTE = 0x17;
const COM_RESET_CONNECTION = 0x1f;

/** The goodbye, which nothing answers. */
export const QUIT = command(COM_QUIT);
export const RESET_CONNECTION = command(COM_RESET_CONNECTION);

/** Runs a statement whose rows come as text. */
export function queryPacket(sql: string): Buffer {
  return command(COM_QUERY, Buffer.from(sql, "utf8"));
}

/** Has a statement parsed and not run. */
export function preparePacket(sql: string): Buffer {
  return command(COM_STMT_PREPARE, Buffer.from(sql, "utf8"));
}

/** Runs a prepared statement without parameters and without a cursor: the rows follow at once. */
export function executePacket(id: number): Buffer {
  const body = Buffer.alloc(9);
  body.writeUInt32LE(id, 0);
  // One iteration, as the protocol asks for.
  body.writeUInt32LE(1, 5);
  return command(COM_STMT_EXECUTE, body);
}

/** One command, in as many packets as its length needs. */
function command(code: number, body: Buffer = Buffer.alloc(0)): Buffer {
  const payload = Buffer.concat([Buffer.from([code]), body]);
  const packets: Buffer[] = [];
  for (let at = 0, sequence = 0; at <= payload.length; at += MOST_IN_PACKET, sequence++) {
    const part = payload.subarray(at, at + MOST_IN_PACKET);
    const header = Buffer.alloc(4);
    header.writeUIntLE(part.length, 0, 3);
    header[3] = sequence & 0xff;
    packets.push(header, part);
  }
  return Buffer.concat(packets);
}

/** True for the packet that ends columns or rows; a row of text may begin with the same byte. */
export function isEof(bytes: Buffer, start: number, end: number): boolean {
  return bytes[start] === EOF && end - start < 9;
}

// What follows reads one packet without its header, and throws a RangeError where the packet is not
// as long as it says.

export function readEof(packet: Buffer): Ending {
  return { warnings: packet.readUInt16LE(1), more: (packet.readUInt16LE(3) & MORE_RESULTS) !== 0 };
}

/** The same from an OK packet, which holds two counts before them. */
export function readOk(packet: Buffer): Ending {
  const reader = new PacketReader(packet, 1);
  reader.count();
  reader.count();
  const status = packet.readUInt16LE(reader.at);
  return { warnings: packet.readUInt16LE(reader.at + 2), more: (status & MORE_RESULTS) !== 0 };
}

/** The code is the server's number; the SQLSTATE is left out. */
export function readError(packet: Buffer): Refusal {
  const code = String(packet.readUInt16LE(1));
  const text = packet.toString("utf8", 3);
  // A SQLSTATE of five letters stands behind a `#`; errors before the login have none.
  return { code, message: text.startsWith("#") ? text.slice(6) : text };
}

/** The first packet of the answer to {@link preparePacket}. */
export function readStatementHeader(packet: Buffer): StatementHeader {
  if (packet[0] !== OK) throw new RangeError("a statement is neither parsed nor refused");
  return {
    id: packet.readUInt32LE(1),
    columns: packet.readUInt16LE(5),
    parameters: packet.readUInt16LE(7),
  };
}

/** `extended` says whether MariaDB's own part was agreed upon at login. */
export function readField(packet: Buffer, extended: boolean): Field {
  const reader = new PacketReader(packet);
  // Catalogue, schema, table, original table.
  for (let i = 0; i < 4; i++) reader.text();
  const name = reader.text();
  // Original name.
  reader.text();
  const more = extended ? readExtended(reader) : {};
  // The length of what follows.
  reader.count();
  const { at } = reader;
  return {
    name,
    charset: packet.readUInt16LE(at),
    length: packet.readUInt32LE(at + 2),
    type: packet.readUInt8(at + 6),
    flags: packet.readUInt16LE(at + 7),
    decimals: packet.readUInt8(at + 9),
    ...more,
  };
}

/** Pairs of a number and a text: 0 is the type, 1 the format. */
function readExtended(reader: PacketReader): Pick<Field, "extendedType" | "extendedFormat"> {
  const length = reader.count();
  const end = reader.at + length;
  let extended: Pick<Field, "extendedType" | "extendedFormat"> = {};
  while (reader.at < end) {
    const kind = reader.byte();
    const value = reader.text();
    if (kind === 0) extended = { ...extended, extendedType: value };
    if (kind === 1) extended = { ...extended, extendedFormat: value };
  }
  reader.at = end;
  return extended;
}

/** The values of a row in text form. */
export function readTextRow(packet: Buffer): (string | null)[] {
  const reader = new PacketReader(packet);
  const values: (string | null)[] = [];
  while (reader.at < packet.length) {
    if (packet[reader.at] === NULL_VALUE) {
      reader.at += 1;
      values.push(null);
    } else values.push(reader.text());
  }
  return values;
}

/** The number of columns with which a result begins. */
export function readCount(packet: Buffer): number {
  const reader = new PacketReader(packet);
  const count = reader.count();
  if (reader.at !== packet.length) throw new RangeError("a result does not begin with its columns");
  return count;
}

class PacketReader {
  constructor(
    private readonly packet: Buffer,
    public at = 0,
  ) {}

  byte(): number {
    return this.packet.readUInt8(this.at++);
  }

  /** A number of one, three, four or nine bytes. */
  count(): number {
    const first = this.byte();
    if (first < 0xfb) return first;
    const size = { 0xfc: 2, 0xfd: 3, 0xfe: 6 }[first];
    if (size === undefined) throw new RangeError("a length is not a length");
    const value = this.packet.readUIntLE(this.at, size);
    this.at += first === 0xfe ? 8 : size;
    return value;
  }

  text(): string {
    const length = this.count();
    const start = this.at;
    this.at += length;
    if (this.at > this.packet.length) throw new RangeError("a text is longer than its packet");
    return this.packet.toString("utf8", start, this.at);
  }
}
