import { ThriftBytes } from "./thrift.js";

/** Differences of a block, and of each part of it whose numbers have a width of their own. */
const BLOCK = 128;
const PART = 32;
const PARTS = BLOCK / PART;

/** Bytes of a block at most: its least difference, the widths, all differences. */
const BLOCK_BYTES = 5 + PARTS + 4 * BLOCK;

/**
 * Parquet's DELTA_BINARY_PACKED of numbers that are not negative: the first one, then differences,
 * each less the least of its block. Widths are whole bytes, which is quick to write and hardly
 * longer for lengths of texts.
 */
export function deltaLengths(lengths: Int32Array): Uint8Array {
  const head = new ThriftBytes();
  head.varint(BLOCK);
  head.varint(PARTS);
  head.varint(lengths.length);
  head.zigzag(lengths[0] ?? 0);
  const blocks = Math.ceil((lengths.length - 1) / BLOCK);
  const bytes = Buffer.allocUnsafe(head.written.length + Math.max(0, blocks) * BLOCK_BYTES);
  bytes.set(head.written);
  const deltas = new Int32Array(BLOCK);
  let end = head.written.length;
  for (let from = 1; from < lengths.length; from += BLOCK) {
    const count = Math.min(BLOCK, lengths.length - from);
    const least = takeDifferences(lengths, from, count, deltas);
    end = putBlock(bytes, end, deltas, count, least);
  }
  return bytes.subarray(0, end);
}

/** Fills `deltas` and returns the least; what is beyond the last difference is the least too. */
function takeDifferences(
  lengths: Int32Array,
  from: number,
  count: number,
  deltas: Int32Array,
): number {
  let least = 0x7fff_ffff;
  let before = lengths[from - 1] ?? 0;
  for (let i = 0; i < count; i++) {
    const length = lengths[from + i] ?? 0;
    const delta = length - before;
    before = length;
    deltas[i] = delta;
    if (delta < least) least = delta;
  }
  if (count < BLOCK) deltas.fill(least, count);
  return least;
}

/** Returns where the block ends. */
function putBlock(
  bytes: Uint8Array,
  start: number,
  deltas: Int32Array,
  count: number,
  least: number,
): number {
  let at = putZigzag(bytes, start, least);
  const widths = at;
  at += PARTS;
  for (let part = 0; part < PARTS; part++) {
    const first = part * PART;
    let most = 0;
    for (let i = first; i < first + PART; i++) {
      // Two lengths may be farther apart than 31 bits tell.
      const above = ((deltas[i] ?? 0) - least) >>> 0;
      if (above > most) most = above;
    }
    const width = most === 0 ? 0 : most < 0x100 ? 1 : most < 0x1_0000 ? 2 : 4;
    bytes[widths + part] = 8 * width;
    if (first >= count || width === 0) continue;
    for (let i = first; i < first + PART; i++) {
      const above = (deltas[i] ?? 0) - least;
      bytes[at++] = above;
      if (width > 1) bytes[at++] = above >>> 8;
      if (width > 2) {
        bytes[at++] = above >>> 16;
        bytes[at++] = above >>> 24;
      }
    }
  }
  return at;
}

/** Seven bits in each byte, the lowest first; the sign is the lowest bit of all. */
function putZigzag(bytes: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest > 127; rest >>>= 7) bytes[at++] = (rest & 127) | 128;
  bytes[at++] = rest;
  return at;
}
