import { LAYOUT_BYTES, type FixedLayout } from "../batch.js";

/** The least and the greatest of some values, each in a copy of its bytes. */
export type ValueRange = readonly [least: Uint8Array, greatest: Uint8Array];

/**
 * Of values that lie back to back in the batch's form, whole numbers in at least 32 bits. Undefined
 * without values, and where they have no order that everybody shares.
 */
export function valueRange(layout: FixedLayout, values: Uint8Array): ValueRange | undefined {
  if (layout === "bool" || values.length === 0) return undefined;
  const { buffer, byteOffset, byteLength } = values;
  if (layout === "float32") {
    return floatsRange(new Float32Array(buffer, byteOffset, byteLength / 4));
  }
  if (layout === "float64") {
    return floatsRange(new Float64Array(buffer, byteOffset, byteLength / 8));
  }
  const width = Math.max(4, LAYOUT_BYTES[layout]);
  const isSigned = layout !== "uint32" && layout !== "uint64";
  const [least, greatest] = wordsRange(values, width / 4, isSigned);
  const at = (index: number) => values.slice(index * width, (index + 1) * width);
  return [at(least), at(greatest)];
}

type Places = readonly [least: number, greatest: number];

/** Of numbers of so many 32-bit words, the lowest word first. */
function wordsRange(values: Uint8Array, count: number, isSigned: boolean): Places {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4);
  const tops = isSigned ? new Int32Array(words.buffer, words.byteOffset, words.length) : words;
  const top = count - 1;
  let [least, greatest] = [0, 0];
  let [low, high] = [tops[top] ?? 0, tops[top] ?? 0];
  for (let at = count; at < words.length; at += count) {
    const value = tops[at + top] ?? 0;
    if (value > low && value < high) continue;
    if (value < low || (value === low && isLess(words, at, least, top))) {
      least = at;
      low = value;
    }
    if (value > high || (value === high && isLess(words, greatest, at, top))) {
      greatest = at;
      high = value;
    }
  }
  return [least / count, greatest / count];
}

/** Compares the words below the top ones. */
function isLess(words: Uint32Array, one: number, other: number, top: number): boolean {
  for (let word = top - 1; word >= 0; word--) {
    const left = words[one + word] ?? 0;
    const right = words[other + word] ?? 0;
    if (left !== right) return left < right;
  }
  return false;
}

/**
 * What is not a number has no place in the order, and nought has two: who reads that all values are
 * nought would take one sign for the other.
 */
function floatsRange(values: Float32Array | Float64Array): ValueRange | undefined {
  let least = Infinity;
  let greatest = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    // One that is not a number makes both so.
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  if (Number.isNaN(least) || least === 0 || greatest === 0) return undefined;
  const bytes = (value: number) => {
    const { buffer } =
      values instanceof Float32Array ? Float32Array.of(value) : Float64Array.of(value);
    return new Uint8Array(buffer);
  };
  return [bytes(least), bytes(greatest)];
}
