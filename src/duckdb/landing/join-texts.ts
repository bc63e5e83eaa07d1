import { randomUUID } from "node:crypto";
import type { VariableColumn } from "../../rows/batch.js";

/**
 * Control characters that texts seldom hold; the first is one that most databases do not even
 * allow.
 */
const CANDIDATES = ["\0", "\u0001", "\u0002", "\u0003", "\u001C", "\u001D", "\u001E", "\u001F"];

/** Bytes from which on one call into the runtime is quicker. */
const LONG = 96;

/** A text that occurs in none of the columns. */
export function separatorFor(columns: readonly VariableColumn[]): string {
  const buffers = columns.map(({ bytes }) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  );
  const isFree = (text: string) => buffers.every((bytes) => !bytes.includes(text));
  let separator = CANDIDATES.find(isFree);
  // Its first character comes once, so that it is not found across the end of a text and its own
  // beginning.
  while (separator === undefined || !isFree(separator)) separator = `\u0001${randomUUID()}`;
  return separator;
}

/** Taken again by each call that needs no more: new memory costs more than what is put into it. */
const KEPT = Buffer.allocUnsafeSlow(1024 * 1024);

/**
 * Texts `start` to `start + rows` of a column with a separator between them; valid until the next
 * call.
 */
export function joinTexts(
  { offsets, bytes }: VariableColumn,
  start: number,
  rows: number,
  separator: Uint8Array,
): Uint8Array {
  const first = offsets[start] ?? 0;
  const last = offsets[start + rows] ?? 0;
  const size = last - first + rows * separator.length;
  const joined = size > KEPT.length ? Buffer.allocUnsafeSlow(size) : KEPT;
  const to = new DataView(joined.buffer);
  const from = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = separator.length === 1 ? separator[0] : undefined;
  let place = 0;
  let begin = first;
  for (let row = start; row < start + rows; row++) {
    const end = offsets[row + 1] ?? begin;
    if (end - begin > LONG) {
      joined.set(bytes.subarray(begin, end), place);
      place += end - begin;
    } else {
      const words = begin + ((end - begin) & ~3);
      let at = begin;
      for (; at < words; at += 4, place += 4) to.setUint32(place, from.getUint32(at));
      for (; at < end; at++, place++) joined[place] = bytes[at] ?? 0;
    }
    begin = end;
    if (mark === undefined) {
      joined.set(separator, place);
      place += separator.length;
    } else joined[place++] = mark;
  }
  // Between them only.
  return joined.subarray(0, place - separator.length);
}
