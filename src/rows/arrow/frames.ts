/**
 * The messages of Arrow IPC data as they lie behind one another, looked at before they are decoded:
 * what the decoder would pass over in silence, or would take for damage. Each message is a table of
 * FlatBuffers, whose fields are found by their place in the table.
 */

/** What keeps data from being read, as a clause; undefined where nothing does. */
export function arrowFault(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isFile(bytes) ? fileFault(bytes, view) : streamFault(view);
}

const MARK = Buffer.from("ARROW1");
/** The mark and two bytes that fill up to eight. */
const FILE_START = 8;
const DAMAGED = "it is damaged or breaks off.";
const CONTINUES = 0xffffffff;
const SCHEMA = 1;

function isFile(bytes: Uint8Array): boolean {
  return MARK.equals(bytes.subarray(0, MARK.length));
}

/**
 * A file ends with its table of contents, the length of that and the mark. What stands before the
 * first batch is nobody's business: some programs write a schema there, others none.
 */
function fileFault(bytes: Uint8Array, view: DataView): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = buffer.lastIndexOf(MARK);
  if (mark < FILE_START + 4) return DAMAGED;
  const end = mark + MARK.length;
  if (end < bytes.length) return trailing(bytes.length - end);
  const length = view.getInt32(mark - 4, true);
  const start = mark - 4 - length;
  if (length <= 0 || start < FILE_START) return DAMAGED;
  const contents = rootTable(view, start);
  const fault = schemaFault(contents.table(1));
  if (fault !== undefined) return fault;
  let last = FILE_START;
  for (const block of [...contents.structs(2, BLOCK_BYTES), ...contents.structs(3, BLOCK_BYTES)]) {
    const end = blockEnd(view, block);
    if (end > start) return DAMAGED;
    last = Math.max(last, end);
  }
  // The places in the table of contents count from the beginning of their own file.
  const other = buffer.subarray(last, start).includes(MARK);
  return other
    ? "a second file follows the first, whose rows would be lost; print one."
    : undefined;
}

/** Where a message lies: its offset, the length of its description, the length of its body. */
const BLOCK_BYTES = 24;

/** Looks at the block's message on the way. */
function blockEnd(view: DataView, block: number): number {
  const [at, body] = [view.getBigInt64(block, true), view.getBigInt64(block + 16, true)].map(
    Number,
  );
  if (at === undefined || body === undefined) return Infinity;
  const isNew = view.getUint32(at, true) === CONTINUES;
  requireMessage(rootTable(view, at + (isNew ? 8 : 4)), body);
  return at + view.getInt32(block + 8, true) + body;
}

function trailing(count: number): string {
  const what = count === 1 ? "1 byte follows" : `${count} bytes follow`;
  return `${what} its end; print nothing else.`;
}

function streamFault(view: DataView): string | undefined {
  let hasSchema = false;
  let at = 0;
  while (at + 8 <= view.byteLength) {
    const isNew = view.getUint32(at, true) === CONTINUES;
    const length = view.getInt32(isNew ? at + 4 : at, true);
    at += isNew ? 8 : 4;
    if (length === 0) return endFault(view, at);
    // The decoder would take it for the end.
    if (length < 0 || at + length > view.byteLength) return DAMAGED;
    const message = rootTable(view, at);
    const body = message.int64(3);
    requireMessage(message, body);
    if (message.uint8(1) === SCHEMA) {
      if (hasSchema) return SECOND;
      hasSchema = true;
      const fault = schemaFault(message.table(2));
      if (fault !== undefined) return fault;
    }
    at += length + body;
  }
  const rest = view.byteLength - at;
  // Who writes a stream may leave out its end; older ones have four bytes there.
  const isEnd = rest <= 0 || (rest === 4 && view.getUint32(at, true) === 0);
  return isEnd ? undefined : DAMAGED;
}

const SECOND = "a second stream follows the first, whose rows would be lost; print one.";

function endFault(view: DataView, end: number): string | undefined {
  const rest = view.byteLength - end;
  if (rest === 0) return undefined;
  const begins = rest >= 4 && view.getUint32(end, true) === CONTINUES;
  return begins ? SECOND : trailing(rest);
}

const DICTIONARY = 2;
const BATCH = 3;

/** Throws where a message has lists or buffers that lead beyond it: the decoder would follow. */
function requireMessage(message: Table, body: number): void {
  if (body < 0) throw new RangeError("it is shorter than nothing");
  message.tables(4);
  const header = message.table(2);
  switch (message.uint8(1)) {
    case SCHEMA:
      if (header) requireSchema(header);
      return;
    case DICTIONARY:
      requireBatch(header?.table(1), body);
      requireRows(header?.table(1), body);
      return;
    case BATCH:
      requireBatch(header, body);
      return;
    default:
      throw new RangeError("it has a message of a kind that holds no rows");
  }
}

function requireSchema(schema: Table): void {
  schema.tables(2);
  schema.structs(3, 8);
  for (const field of schema.tables(1)) requireField(field);
}

function requireField(field: Table): void {
  field.tables(6);
  for (const child of field.tables(5)) requireField(child);
}

/** A buffer: its offset in the body, and its length. So has a node its rows, and its NULLs. */
const PAIR = 16;

function requireBatch(batch: Table | undefined, body: number): void {
  if (!batch) return;
  batch.structs(1, PAIR);
  batch.structs(4, 8);
  for (const [offset, length] of batch.pairs(2)) {
    if (offset < 0 || length < 0 || offset + length > body) {
      throw new RangeError("a buffer leads beyond its message");
    }
  }
}

/** How far a body may have been packed. */
const MOST_PACKED = 255;

/** The values of a dictionary are all looked at, however many it says there are. */
function requireRows(dictionary: Table | undefined, body: number): void {
  if ((dictionary?.int64(0) ?? 0) > body * 8 * MOST_PACKED) {
    throw new RangeError("a dictionary says that it has more values than bytes");
  }
  for (const [rows] of dictionary?.pairs(1) ?? []) {
    if (rows > body * 8 * MOST_PACKED) throw new RangeError("a column has more rows than bytes");
  }
}

function schemaFault(schema: Table | undefined): string | undefined {
  if (!schema) return undefined;
  if (schema.int16(0) !== 0) return "its numbers are in big-endian order; write little-endian.";
  for (const field of schema.tables(1)) {
    const type = foreignType(field);
    if (type !== undefined) {
      return `the column \`${field.text(0)}\` has Arrow's type \`${type}\`, which has no counterpart here; cast it first.`;
    }
  }
  return undefined;
}

const INT = 2;
const DECIMAL = 7;

/** A type of the field, or within it, for which the decoder knows no word. */
function foreignType(field: Table): string | undefined {
  const type = field.table(3);
  if (field.uint8(2) === INT && type) {
    const bits = type.int32(0);
    if (bits > 64) return `${type.uint8(1) === 0 ? "UInt" : "Int"}${bits}`;
  }
  if (field.uint8(2) === DECIMAL && type && type.int32(1) < 0) {
    return `Decimal(${type.int32(0)}, ${type.int32(1)})`;
  }
  for (const child of field.tables(5)) {
    const found = foreignType(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A table of FlatBuffers. Fields that are not written have their default, which is 0. */
interface Table {
  uint8(field: number): number;
  int16(field: number): number;
  int32(field: number): number;
  int64(field: number): number;
  text(field: number): string;
  table(field: number): Table | undefined;
  tables(field: number): Table[];
  /** Where each structure of a list begins. */
  structs(field: number, bytes: number): number[];
  /** Two numbers of 64 bits each. */
  pairs(field: number): [number, number][];
}

function rootTable(view: DataView, at: number): Table {
  return tableAt(view, at + view.getUint32(at, true));
}

function tableAt(view: DataView, at: number): Table {
  const places = at - view.getInt32(at, true);
  const placesLength = view.getUint16(places, true);
  function place(field: number): number | undefined {
    const entry = 4 + 2 * field;
    const offset = entry < placesLength ? view.getUint16(places + entry, true) : 0;
    return offset === 0 ? undefined : at + offset;
  }
  function read(field: number, get: (place: number) => number): number {
    const found = place(field);
    return found === undefined ? 0 : get(found);
  }
  function target(field: number): number | undefined {
    const found = place(field);
    return found === undefined ? undefined : found + view.getUint32(found, true);
  }
  function entries(field: number, bytes: number): number[] {
    const start = target(field);
    if (start === undefined) return [];
    const count = view.getUint32(start, true);
    if (start + 4 + bytes * count > view.byteLength) throw new RangeError("a list has no end");
    return Array.from({ length: count }, (_, index) => start + 4 + bytes * index);
  }
  const number64 = (found: number) => Number(view.getBigInt64(found, true));
  return {
    uint8: (field) => read(field, (found) => view.getUint8(found)),
    int16: (field) => read(field, (found) => view.getInt16(found, true)),
    int32: (field) => read(field, (found) => view.getInt32(found, true)),
    int64: (field) => read(field, number64),
    text(field) {
      const start = target(field);
      if (start === undefined) return "";
      const length = view.getUint32(start, true);
      return Buffer.from(view.buffer, view.byteOffset + start + 4, length).toString("utf8");
    },
    table(field) {
      const start = target(field);
      return start === undefined ? undefined : tableAt(view, start);
    },
    tables: (field) =>
      entries(field, 4).map((entry) => tableAt(view, entry + view.getUint32(entry, true))),
    structs: entries,
    pairs: (field) => entries(field, PAIR).map((entry) => [number64(entry), number64(entry + 8)]),
  };
}
