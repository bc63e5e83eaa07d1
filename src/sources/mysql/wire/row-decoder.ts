import { createColumnBuilder } from "../../../rows/column-builder.js";
import { mendText } from "../../server/mend-text.js";
import type { ResultShape } from "../../server/result-shape.js";
import { RowDecoder } from "../../server/row-decoder.js";
import { generateRow, type RowText } from "../../server/row-function.js";
import { decoderOf } from "./decoders.js";
import type { WireType } from "./types.js";
import type { Zone } from "../../server/zone.js";

/** What had to change, by the position of its column. */
export interface Changes {
  readonly impossibleDates: number[];
  readonly ambiguousTimes: number[];
  readonly repairedTexts: Set<number>;
}

/** Reads the rows of one result; `changes` grow with each batch. */
export interface Rows {
  readonly decoder: RowDecoder;
  readonly changes: Changes;
}

/** `protocol` is `text` for the rows of statements that were not prepared. */
export function createRows(
  { columns, types }: ResultShape<WireType>,
  protocol: "binary" | "text",
  zone: Zone,
): Rows {
  const none = () => types.map(() => 0);
  const changes = {
    impossibleDates: none(),
    ambiguousTimes: none(),
    repairedTexts: new Set<number>(),
  };
  const builders = types.map(({ logical }) => createColumnBuilder(logical));
  const decoders = types.map((type, index) =>
    decoderOf(type, {
      zone,
      onImpossibleDate: () => count(changes.impossibleDates, index),
      onAmbiguousTime: () => count(changes.ambiguousTimes, index),
    }),
  );
  const text = protocol === "binary" ? binaryRow(types) : textRow(types);
  const mend = mendText((index) => changes.repairedTexts.add(index));
  const row = generateRow(builders, decoders, text);
  return { decoder: new RowDecoder(columns, builders, row, mend), changes };
}

function count(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}

/** Lengths below 251 are one byte; 252 to 254 say that two, three or eight bytes follow. */
const LENGTH = `
      length = bytes[at++];
      if (length > 250) {
        if (length === 252) { length = bytes.readUInt16LE(at); at += 2; }
        else if (length === 253) { length = bytes.readUIntLE(at, 3); at += 3; }
        else if (length === 254) { length = bytes.readUIntLE(at, 6); at += 8; }
        else throw new RangeError(torn);
      }`;
const SHORT_LENGTH = "length = bytes[at++];";
const CHECK = "if (at + length > end) throw new RangeError(torn);";

/** A zero byte and a map of the NULLs, which leaves out two bits at its start; then the values. */
function binaryRow(types: readonly WireType[]): RowText {
  const steps = types.map(({ size }, index) => {
    const bit = index + 2;
    const isNull = `(bytes[start + ${1 + (bit >> 3)}] & ${1 << (bit & 7)}) !== 0`;
    const before =
      typeof size === "number" ? `length = ${size};` : size === "short" ? SHORT_LENGTH : LENGTH;
    return `
      if (${isNull}) b${index}.appendNull(); else {${before} ${CHECK} d${index}(b${index}, bytes, at, length); at += length; }`;
  });
  return {
    before: 'if (bytes[start] !== 0) throw new RangeError("a row does not begin as one");',
    first: 1 + ((types.length + 9) >> 3),
    steps,
  };
}

/** Each value has its length before it; 251 in that place is NULL. */
function textRow(types: readonly WireType[]): RowText {
  const steps = types.map(
    (_, index) => `
      if (bytes[at] === 251) { at += 1; b${index}.appendNull(); } else {${LENGTH} ${CHECK} d${index}(b${index}, bytes, at, length); at += length; }`,
  );
  return { first: 0, steps };
}
