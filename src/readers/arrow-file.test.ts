import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import * as arrow from "@uwdata/flechette";
import { afterAll, expect, test } from "vitest";
import {
  INT128,
  LZ4,
  NEGATIVE_SCALE,
  POLARS_FILE,
  SAME_KEYS,
  UUIDS,
  ZSTD,
} from "../../test/support/arrow-files.js";
import { readArrow } from "../rows/arrow/open-arrow.js";
import { createReaders } from "./readers.js";

const folder = mkdtempSync(join(tmpdir(), "arrow-"));
const readers = createReaders({ temporaryDirectory: join(folder, "tmp") });
afterAll(() => readers.close());
const { signal } = new AbortController();

function bytesOf(
  columns: Readonly<Record<string, readonly [arrow.DataType, readonly unknown[]]>>,
  format: "stream" | "file" = "stream",
): Uint8Array {
  const table = arrow.tableFromColumns(
    Object.entries(columns).map(([name, [type, values]]) => [
      name,
      arrow.columnFromArray([...values], type, { useBigInt: true, useDecimalInt: true }),
    ]),
  );
  const bytes = arrow.tableToIPC(table, { format });
  if (!bytes) throw new Error("The table could not be written.");
  return bytes;
}

/** Types, rows and warnings of what is read. */
async function read(bytes: Uint8Array | string) {
  const path = join(folder, "in");
  writeFileSync(path, bytes);
  const draft = await readers.embedded.arrow(path, { signal });
  const { columns } = draft.artifact;
  const landed = { kind: "landed", path: draft.path, columns } as const;
  const scope = { tables: [{ names: [{ table: "t" }], ...landed }], timeZone: "UTC" };
  const { result } = await readers.embedded.rows("from t", 100_000, scope, { signal });
  return {
    types: columns.map(({ type }) => type),
    rows: Array.from({ length: result.rows }, (_, row) =>
      result.columns.map(({ values }) => values[row]),
    ),
    warnings: draft.diagnostics.map(({ code }) => code),
  };
}

const day = new Date("1969-12-31T00:00:00Z");
const date = new Date("1969-12-31T23:59:59Z");

const COLUMNS: readonly (readonly [
  type: arrow.DataType,
  value: unknown,
  logical: string,
  text: unknown,
])[] = [
  [arrow.bool(), true, "bool", true],
  [arrow.int8(), -128, "int8", -128],
  [arrow.uint16(), 65535, "uint16", 65535],
  [arrow.int32(), -5, "int32", -5],
  [arrow.int64(), 9007199254740993n, "int64", "9007199254740993"],
  [arrow.uint64(), 18446744073709551615n, "uint64", "18446744073709551615"],
  [arrow.float16(), 1.5, "float32", 1.5],
  [arrow.float32(), 0.1, "float32", 0.1],
  [arrow.float64(), 0.1, "float64", 0.1],
  [arrow.decimal(10, 2, 128), -12345n, "decimal(10,2)", "-123.45"],
  [arrow.decimal(38, 0, 128), 10n ** 37n, "decimal(38,0)", `1${"0".repeat(37)}`],
  [arrow.decimal(50, 3, 256), -1234n, "decimal", "-1.234"],
  [arrow.utf8(), "é 😀", "text", "é 😀"],
  [arrow.largeUtf8(), "", "text", ""],
  [arrow.binary(), Uint8Array.of(0, 255), "bytes", "AP8="],
  [arrow.fixedSizeBinary(2), Uint8Array.of(1, 2), "bytes", "AQI="],
  [arrow.dateDay(), day, "date", "1969-12-31"],
  [arrow.dateMillisecond(), date, "date", "1969-12-31"],
  [arrow.timeSecond(), 3723, "time", "01:02:03"],
  [arrow.timeNanosecond(), 3_723_000_004_000n, "time", "01:02:03.000004"],
  [arrow.timestamp(arrow.TimeUnit.SECOND), date, "timestamp", "1969-12-31T23:59:59"],
  [arrow.timestamp(arrow.TimeUnit.MICROSECOND), date, "timestamp", "1969-12-31T23:59:59"],
  [
    arrow.timestamp(arrow.TimeUnit.NANOSECOND, "Asia/Tokyo"),
    date,
    "instant",
    "1969-12-31T23:59:59Z",
  ],
  [arrow.dictionary(arrow.utf8()), "red", "text", "red"],
  [arrow.list(arrow.int64()), [1n, null, 9007199254740993n], "list", '[1,null,"9007199254740993"]'],
  [arrow.fixedSizeList(arrow.dateDay(), 1), [day], "list", '["1969-12-31"]'],
  [
    arrow.struct({ a: arrow.utf8(), b: arrow.list(arrow.bool()) }),
    { a: "x", b: [true, null] },
    "struct",
    '{"a":"x","b":[true,null]}',
  ],
  [arrow.map(arrow.utf8(), arrow.int32()), [["k", 1]], "struct", '{"k":1}'],
];

test.each(["stream", "file"] as const)(
  "every type of an Arrow %s is read exactly, beside NULLs",
  async (format) => {
    const columns = COLUMNS.map(
      ([type, value], i) => [`c${i}`, [type, [value, null, value]]] as const,
    );
    const { types, rows, warnings } = await read(bytesOf(Object.fromEntries(columns), format));
    expect(types).toEqual(COLUMNS.map(([, , logical]) => logical));
    expect(rows[0]).toEqual(COLUMNS.map(([, , , text]) => text));
    expect(rows[1]).toEqual(COLUMNS.map(() => null));
    expect(rows[2]).toEqual(rows[0]);
    expect(warnings).toEqual([]);
  },
);

test("rows of several record batches keep their order", async () => {
  const columns = { n: [arrow.int32(), Array.from({ length: 50_000 }, (_, i) => i)] } as const;
  const once = arrow.tableFromIPC(bytesOf(columns));
  const { data } = once.getChildAt(0);
  const column = new arrow.Column([...data, ...data]);
  const bytes = arrow.tableToIPC(new arrow.Table(once.schema, [column]), { format: "stream" });
  const { rows } = await read(bytes ?? "");
  expect(rows).toHaveLength(100_000);
  expect(rows.every(([n], i) => n === i % 50_000)).toBe(true);
});

test("no rows are a result with columns", async () => {
  expect(await read(bytesOf({ a: [arrow.int64(), []] }))).toMatchObject({
    types: ["int64"],
    rows: [],
  });
});

test("times that have nanoseconds are cut, with one warning", async () => {
  const values = [1_000_000_001n, 1_000_000_002n];
  const { rows, warnings } = await read(bytesOf({ t: [arrow.timeNanosecond(), values] }));
  expect(rows).toEqual([["00:00:01"], ["00:00:01"]]);
  expect(warnings).toEqual(["nanoseconds-cut"]);
});

test.each<[string, Uint8Array | string, string]>([
  ["damaged", "ARROW1 and no more than that, padded to some length", "damaged or breaks off"],
  ["cut off", bytesOf({ a: [arrow.utf8(), ["x".repeat(5000)]] }).slice(0, 3000), "damaged"],
  [
    "of a type without a counterpart",
    bytesOf({ wait: [arrow.duration(), [1n]] }),
    "`wait` has Arrow's type `Duration`",
  ],
])("a file that is %s is an error", async (_what, bytes, reason) => {
  await expect(read(bytes)).rejects.toMatchObject({
    diagnostic: { code: "arrow-unreadable", message: expect.stringContaining(reason) },
  });
});

function base64(text: string): Buffer {
  return Buffer.from(text, "base64");
}

async function refusal(bytes: Uint8Array): Promise<string> {
  return read(bytes).then(
    () => "read",
    (error: unknown) => String(error),
  );
}

test("types that the decoder does not know are called by name, with their column", async () => {
  expect(await refusal(base64(NEGATIVE_SCALE))).toContain(
    "the column `x` has Arrow's type `Decimal(5, -2)`, which has no counterpart here; cast it first.",
  );
  expect(await refusal(base64(INT128))).toContain("`x` has Arrow's type `Int128`");
});

test("what follows the end is told, and a second stream too", async () => {
  for (const format of ["stream", "file"] as const) {
    const bytes = bytesOf({ a: [arrow.int64(), [1n]] }, format);
    expect(await refusal(Buffer.concat([bytes, Buffer.from("\n")]))).toContain(
      "1 byte follows its end; print nothing else.",
    );
  }
  const stream = bytesOf({ a: [arrow.int64(), [1n]] });
  expect(await refusal(Buffer.concat([stream, stream]))).toContain(
    "a second stream follows the first, whose rows would be lost; print one.",
  );
  const open = stream.subarray(0, stream.length - 8);
  expect(await refusal(Buffer.concat([open, stream]))).toContain("a second stream follows");
  expect((await read(open)).rows).toEqual([[1]]);
  const file = bytesOf({ a: [arrow.int64(), [1n]] }, "file");
  expect(await refusal(file.subarray(0, file.length - 20))).toContain(
    "it is damaged or breaks off",
  );
});

test("a file is read by its table of contents, and a second file behind it is told", async () => {
  expect((await read(base64(POLARS_FILE))).rows).toEqual([[1]]);
  const own = bytesOf({ a: [arrow.int64(), [1n]] }, "file");
  for (const file of [own, base64(POLARS_FILE)]) {
    expect(await refusal(Buffer.concat([file, file]))).toContain(
      "a second file follows the first, whose rows would be lost; print one.",
    );
  }
});

test("a key that stands twice in a map or struct is there twice", async () => {
  const { rows } = await read(base64(SAME_KEYS));
  expect(rows).toEqual([['{"k":1,"k":null}', '{"x":1,"x":2}']]);
});

test("numbers that lead beyond the data are damage: nothing is read there, or for ever", async () => {
  const shapes: readonly (readonly [arrow.DataType, readonly unknown[]])[] = [
    [arrow.utf8(), ["a text that is long", "b"]],
    [arrow.list(arrow.int64()), [[1n, 2n], [3n]]],
    [arrow.dictionary(arrow.utf8()), ["x", "y"]],
  ];
  for (const format of ["stream", "file"] as const) {
    for (const [type, values] of shapes) {
      const bytes = bytesOf({ a: [type, values] }, format);
      for (let at = 0; at + 4 <= bytes.length; at += 4) {
        const changed = Uint8Array.from(bytes);
        new DataView(changed.buffer).setInt32(at, 0x7f_ff_ff_f0, true);
        const rows = await rowsOf(changed);
        // A description may still say less than there is: it has no check sum.
        expect([0, 2, "damaged"], `${format} ${at}`).toContain(rows);
      }
    }
  }
});

/** How many rows are read without landing them. */
async function rowsOf(bytes: Uint8Array): Promise<number | string> {
  let rows = 0;
  try {
    for await (const batch of (await readArrow(bytes)).batches) rows += batch.rows;
    return rows;
  } catch (error) {
    if (/has Arrow's type|it has no columns|follow/.test(String(error))) return "damaged";
    return String(error).includes("it is damaged or breaks off") ? "damaged" : String(error);
  }
}

test("UUIDs are such where Arrow says so", async () => {
  const { types, rows } = await read(base64(UUIDS));
  expect(types).toEqual(["uuid"]);
  expect(rows).toEqual([["0d0b4f2c-0000-4000-8000-00000000ffff"], [null]]);
});

test("batches packed with LZ4 are read, with ZSTD where Node knows it", async () => {
  const { rows } = await read(base64(LZ4));
  expect(rows).toEqual(
    Array.from({ length: 90 }, (_, row) => [Math.floor(row / 9), "abc".repeat(row % 3)]),
  );
  if ("zstdDecompressSync" in zlib) {
    expect((await read(base64(ZSTD))).rows).toHaveLength(90);
  } else {
    expect(await refusal(base64(ZSTD))).toContain("its batches are packed with ZSTD");
  }
});
