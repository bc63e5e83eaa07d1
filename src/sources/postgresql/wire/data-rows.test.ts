import { expect, test } from "vitest";
import type { Value } from "../../../contract/result.js";
import type { Batch } from "../../../rows/batch.js";
import { columnValues } from "../../../rows/column-values.js";
import { TypeContradiction } from "../../../rows/stream.js";
import { MessageCutter } from "../../server/message-cutter.js";
import { createRowDecoder } from "./row-decoder.js";
import { wireType } from "./types.js";

type Cell = Buffer | null;

const HEADER = 5;

function numericType(precision: number, scale: number): number {
  return ((precision << 16) | scale) + 4;
}

/** Numbers and modifiers of the types of PostgreSQL, in the order of {@link cellsOf}. */
const TYPES = [
  [16, -1], // bool
  [17, -1], // bytea
  [20, -1], // bigint
  [21, -1], // smallint
  [23, -1], // integer
  [25, -1], // text
  [700, -1], // real
  [701, -1], // double precision
  [1082, -1], // date
  [1083, -1], // time
  [1114, -1], // timestamp
  [1184, -1], // timestamptz
  [1700, numericType(12, 2)],
  [1700, numericType(18, 18)],
  [1700, numericType(38, 10)],
  [1700, -1], // numeric, as text
] as const;

const types = TYPES.map(([oid, modifier]) => wireType({ oid, modifier }, new Map()));
const columns = types.map(({ logical, native }, index) => ({
  name: `c${index}`,
  type: logical,
  nativeType: native,
  exact: true,
}));

/** The same numbers every time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function numeric(weight: number, negative: boolean, groups: readonly number[], shown = 0): Buffer {
  const head = [groups.length, weight & 0xffff, negative ? 0x4000 : 0, shown];
  const bytes = Buffer.alloc(8 + 2 * groups.length);
  for (const [index, word] of [...head, ...groups].entries()) bytes.writeUInt16BE(word, 2 * index);
  return bytes;
}

function int(bits: 16 | 32 | 64, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes.subarray(8 - bits / 8);
}

const DATES = [-0x8000_0000n, 0x7fff_ffffn, 0n, -10_957n, 2_921_939n];
const TIMES = [-(1n << 63n), (1n << 63n) - 1n, 0n, -946_684_800_000_001n, 252_455_615_999_999_999n];
const TEXTS = ["", "a", "eight by", "ninebytes", "Zürich 😀", "x".repeat(65), "y".repeat(5000)];
const INTEGERS = [0n, -1n, (1n << 63n) - 1n, -(1n << 63n), 9_007_199_254_740_993n];

function cellsOf(roll: (below: number) => number): Cell[] {
  const pick = <T>(all: readonly T[]): T => all[roll(all.length)] as T;
  const any = Buffer.from(Array.from({ length: 8 }, () => roll(256)));
  const negative = roll(2) === 0;
  const digits = () => roll(10_000);
  return [
    Buffer.from([roll(2)]),
    any.subarray(0, roll(9)),
    pick([any, ...INTEGERS.map((value) => int(64, value))]),
    any.subarray(0, 2),
    any.subarray(0, 4),
    Buffer.from(pick(TEXTS)),
    any.subarray(4),
    any,
    pick([any.subarray(2, 6), ...DATES.map((value) => int(32, value))]),
    int(64, BigInt(roll(86_400_000)) * 1000n),
    pick(TIMES.map((value) => int(64, value))),
    int(64, BigInt(roll(2 ** 31)) * 100_000n),
    pick([
      numeric(0, negative, []),
      numeric(0, negative, [digits(), 100 * roll(100)]),
      numeric(2, negative, [roll(100), digits(), digits(), 100 * roll(100)]),
      numeric(1, negative, [5]),
    ]),
    pick([numeric(-1, negative, [digits(), digits()]), numeric(-5, negative, [100 * roll(100)])]),
    pick([
      numeric(0, negative, [digits(), digits(), digits()]),
      numeric(6, negative, [digits(), 1, 2, 3, 4, 5, 6, 7, 8]),
      numeric(1, negative, [roll(2000), digits(), digits()]),
    ]),
    Buffer.from(pick(["NaN", "1e3", "-12.50"])),
  ];
}

function message(cells: readonly Cell[]): Buffer {
  const parts = cells.flatMap((cell) => [
    int(32, BigInt(cell ? cell.length : -1)),
    cell ?? int(16, 0n).subarray(2),
  ]);
  const body = Buffer.concat([int(16, BigInt(cells.length)), ...parts]);
  return Buffer.concat([Buffer.from("D"), int(32, BigInt(body.length + 4)), body]);
}

/** What comes out of messages that arrive in such chunks, row by row or many at once. */
function decoded(chunks: readonly Buffer[], many: boolean): { rows: Value[][]; alone: number } {
  const decoder = createRowDecoder(columns, types);
  const rows: Value[][] = [];
  let alone = 0;
  const keep = (batch: Batch | undefined) => {
    if (!batch) return;
    const values = batch.columns.map((column) => columnValues(column, batch.rows));
    for (let row = 0; row < batch.rows; row++) rows.push(values.map((all) => all[row] ?? null));
  };
  const cutter = new MessageCutter(
    HEADER,
    (bytes, at) => 1 + bytes.readInt32BE(at + 1),
    (bytes, at, end) => {
      alone += 1;
      keep(decoder.add(bytes, at + HEADER, end));
    },
    (bytes, start) => {
      let at = many ? start : bytes.length;
      while (at < bytes.length) {
        const { at: next, batch } = decoder.addMany(bytes, at);
        keep(batch);
        if (next === at && !batch) break;
        at = next;
      }
      return many ? at : start;
    },
  );
  // As a socket that reads into the same buffer again.
  for (const chunk of chunks) {
    const copy = Buffer.from(chunk);
    cutter.take(copy);
    copy.fill(0xee);
  }
  keep(decoder.finish());
  return { rows, alone };
}

function chunksOf(bytes: Buffer, roll: (below: number) => number, most: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = 1 + roll(most);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

test.each([
  [4000, 3000],
  [4000, 70_000],
  [18_000, 1_000_000],
])(
  "%i rows, many at once, have the values of rows one by one, in chunks up to %i bytes",
  (count, most) => {
    const roll = dice(most);
    const rows = Array.from({ length: count }, (_, row) =>
      message(cellsOf(roll).map((cell, index) => (roll(9) === 0 || row === index ? null : cell))),
    );
    const bytes = Buffer.concat(rows);
    const many = decoded(chunksOf(bytes, roll, most), true);
    const single = decoded([bytes], false);
    expect(many.rows.length).toBe(count);
    expect(many.rows).toEqual(single.rows);
    expect(single.alone).toBe(count);
    // The first ones, torn ones, and decimals of nine groups.
    expect(many.alone).toBeLessThan(count);
  },
);

test("texts that find no room in a block are read all the same", () => {
  const roll = dice(7);
  const rows = Array.from({ length: 3000 }, (_, row) => {
    const cells = cellsOf(roll);
    cells[5] = Buffer.from(row % 100 === 0 ? "z".repeat(3_000_000 / 10) : "short");
    cells[14] = null;
    return message(cells);
  });
  const bytes = Buffer.concat(rows);
  expect(decoded([bytes], true).rows).toEqual(decoded([bytes], false).rows);
});

test.each<[string, number, Buffer, string]>([
  ["NaN", 12, Buffer.from([0, 0, 0, 0, 0xc0, 0, 0, 0]), "NaN"],
  ["too many digits", 12, numeric(2, false, [100, 0, 0]), "more digits"],
  ["too many decimals", 12, numeric(-1, false, [1]), "more decimals"],
  ["a late time", 10, int(64, 9_222_425_352_054_775_807n), "the year 294246"],
])("a value that its column cannot hold is told after many rows: %s", (_, column, value, words) => {
  const roll = dice(column);
  const rows = Array.from({ length: 3000 }, () => message(cellsOf(roll)));
  const wrong = cellsOf(roll);
  wrong[column] = value;
  const read = () => decoded([Buffer.concat([...rows, message(wrong)])], true);
  expect(read).toThrow(TypeContradiction);
  expect(read).toThrow(new RegExp(`\`c${column}\`.*${words}`));
});

test.each<[string, (row: Buffer) => void]>([
  ["a length that is too long", (row) => row.writeInt32BE(500, HEADER + 2)],
  ["another number of columns", (row) => row.writeInt16BE(3, HEADER)],
  ["a bool of two", (row) => row.writeUInt8(2, HEADER + 6)],
])("what is no row ends the reading after many rows: %s", (_, spoil) => {
  const roll = dice(11);
  const rows = Array.from({ length: 3000 }, () => message(cellsOf(roll)));
  const wrong = message(cellsOf(roll));
  spoil(wrong);
  expect(() => decoded([Buffer.concat([...rows, wrong])], true)).toThrow(RangeError);
});
