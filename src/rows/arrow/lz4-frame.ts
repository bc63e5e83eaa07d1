/** LZ4 in its frame format, in which Arrow's buffers are packed; checksums are not looked at. */

const MARK = 0x184d2204;
/** Bits of a frame's flags, and of the length of a block. */
const [HAS_CHECKSUMS, HAS_SIZE, HAS_DICTIONARY] = [0x10, 0x08, 0x01];
const IS_PLAIN = 0x80000000;
/** Lengths up to this stand in the token, longer ones go on behind it. */
const LONG = 15;
const SHORTEST_MATCH = 4;

/** Throws at what is no frame, or not one of so many bytes. */
export function unpackLz4(packed: Uint8Array, length: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < 7 || view.getUint32(0, true) !== MARK) throw new Error("It is no LZ4 frame");
  const flags = packed[4] ?? 0;
  let at = 6 + (flags & HAS_SIZE ? 8 : 0) + (flags & HAS_DICTIONARY ? 4 : 0) + 1;
  const out = new Output(length);
  for (;;) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return out.finish();
    const end = at + (size & ~IS_PLAIN);
    if (end > packed.length) throw new Error("An LZ4 block breaks off");
    if (size & IS_PLAIN) out.copy(packed, at, end);
    else unpackBlock(packed, at, end, out);
    at = end + (flags & HAS_CHECKSUMS ? 4 : 0);
  }
}

/** A block: literals and repetitions of what came before, in turn; it ends with literals. */
function unpackBlock(packed: Uint8Array, start: number, end: number, out: Output): void {
  let at = start;
  function longer(length: number): number {
    let whole = length;
    if (length < LONG) return whole;
    for (;;) {
      if (at >= end) throw new Error("An LZ4 block breaks off");
      const more = packed[at++] ?? 0;
      whole += more;
      if (more < 255) return whole;
    }
  }
  while (at < end) {
    const token = packed[at++] ?? 0;
    const literals = longer(token >> 4);
    if (at + literals > end) throw new Error("An LZ4 block breaks off");
    out.copy(packed, at, at + literals);
    at += literals;
    if (at >= end) return;
    const distance = (packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8);
    at += 2;
    out.repeat(distance, longer(token & LONG) + SHORTEST_MATCH);
  }
}

class Output {
  readonly #bytes: Uint8Array;
  #used = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
  }

  copy(source: Uint8Array, start: number, end: number): void {
    this.#require(end - start);
    this.#bytes.set(source.subarray(start, end), this.#used);
    this.#used += end - start;
  }

  /** What is repeated may reach into itself. */
  repeat(distance: number, length: number): void {
    const from = this.#used - distance;
    if (distance === 0 || from < 0) throw new Error("An LZ4 block reaches before its beginning");
    this.#require(length);
    for (let index = 0; index < length; index++) {
      this.#bytes[this.#used + index] = this.#bytes[from + index] ?? 0;
    }
    this.#used += length;
  }

  /** Begins where an array of any type may. */
  finish(): Uint8Array {
    if (this.#used !== this.#bytes.length) throw new Error("An LZ4 frame is shorter than it says");
    return this.#bytes;
  }

  #require(more: number): void {
    if (this.#used + more > this.#bytes.length) {
      throw new Error("An LZ4 frame is longer than it says");
    }
  }
}
