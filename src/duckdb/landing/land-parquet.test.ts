import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import { layoutOf, type Batch, type BatchColumn } from "../../rows/batch.js";
import { SourceError, type RowStream } from "../../rows/stream.js";
import type { Readers } from "../../readers/contract.js";
import { createReaders } from "../../readers/readers.js";
import { createLandings, type Landed, type Landings } from "./land-parquet.js";

let folder: string;
let landings: Landings;
let readers: Readers;
let files = 0;
const signal = new AbortController().signal;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-landing-"));
  landings = createLandings();
  readers = createReaders({ temporaryDirectory: folder });
});

afterAll(async () => {
  await landings.close();
  await readers.close();
  await rm(folder, { recursive: true });
});

/** A column of a batch from texts, or of numbers for fixed layouts; null for NULL. */
function column(
  type: LogicalType,
  values: readonly (string | number | bigint | Buffer | null)[],
): BatchColumn {
  const validity = new Uint8Array(Math.ceil(values.length / 8));
  for (const [row, value] of values.entries()) {
    if (value !== null) validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
  }
  const layout = layoutOf(type);
  if (layout === "bytes") {
    const pieces = values.map((value) =>
      Buffer.isBuffer(value) ? value : Buffer.from(String(value ?? "")),
    );
    const offsets = new Int32Array(values.length + 1);
    for (const [row, piece] of pieces.entries())
      offsets[row + 1] = (offsets[row] ?? 0) + piece.length;
    return { type, layout, validity, offsets, bytes: Buffer.concat(pieces) };
  }
  const buffer = Buffer.alloc(values.length * 16);
  const write = {
    bool: [1, (v: number, at: number) => buffer.writeUInt8(v, at)],
    int8: [1, (v: number, at: number) => buffer.writeInt8(v, at)],
    int16: [2, (v: number, at: number) => buffer.writeInt16LE(v, at)],
    int32: [4, (v: number, at: number) => buffer.writeInt32LE(v, at)],
    uint8: [1, (v: number, at: number) => buffer.writeUInt8(v, at)],
    uint16: [2, (v: number, at: number) => buffer.writeUInt16LE(v, at)],
    uint32: [4, (v: number, at: number) => buffer.writeUInt32LE(v, at)],
    float32: [4, (v: number, at: number) => buffer.writeFloatLE(v, at)],
    float64: [8, (v: number, at: number) => buffer.writeDoubleLE(v, at)],
    int64: [8, (v: number, at: number) => buffer.writeBigInt64LE(BigInt(v), at)],
    uint64: [8, (v: number, at: number) => buffer.writeBigUInt64LE(BigInt(v), at)],
    int128: [
      16,
      (v: number, at: number) => {
        buffer.writeBigUInt64LE(BigInt.asUintN(64, BigInt(v)), at);
        buffer.writeBigInt64LE(BigInt(v) >> 64n, at + 8);
      },
    ],
  } as const;
  const [width, put] = write[layout];
  // Each writer takes the kind of number that its layout has.
  for (const [row, value] of values.entries()) put((value ?? 0) as number, row * width);
  const copy = Uint8Array.from(buffer.subarray(0, values.length * width));
  return { type, layout, validity, values: copy.buffer };
}

function streamOf(
  columns: Readonly<Record<string, LogicalType>>,
  batches: readonly Batch[],
): RowStream {
  return {
    columns: Object.entries(columns).map(([name, type]) => ({
      name,
      type,
      nativeType: type,
      exact: true,
    })),
    batches: (async function* () {
      await Promise.resolve();
      yield* batches;
    })(),
    warnings: [],
  };
}

async function land(stream: RowStream): Promise<Landed & { path: string }> {
  const path = join(folder, `landed-${files++}`);
  return { ...(await landings.land(stream, path, signal)), path };
}

async function readBack(
  landed: Landed & { path: string },
  sql = "FROM t",
): Promise<{ types: string[]; rows: Value[][] }> {
  const scope = {
    tables: [{ ...landed, names: [{ table: "t" }], kind: "landed" as const }],
    timeZone: "UTC",
  };
  const { result } = await readers.embedded.rows(sql, 100, scope, { signal });
  return {
    types: result.columns.map(({ type }) => type),
    rows: Array.from({ length: result.rows }, (_, row) =>
      result.columns.map(({ values }) => values[row] ?? null),
    ),
  };
}

const NASTY: readonly (readonly [
  type: LogicalType,
  stored: string | number | bigint | Buffer,
  text: Value,
])[] = [
  ["bool", 1, true],
  ["int8", -128, -128],
  ["uint8", 255, 255],
  ["int16", -32768, -32768],
  ["uint16", 65535, 65535],
  ["int32", -2147483648, -2147483648],
  ["uint32", 4294967295, 4294967295],
  ["int64", 9007199254740993n, "9007199254740993"],
  ["uint64", 18446744073709551615n, "18446744073709551615"],
  ["float32", 0.1, 0.1],
  ["float64", Number.NaN, "NaN"],
  ["decimal(4,2)", -9999n, "-99.99"],
  ["decimal(18,6)", 123456789012345678n, "123456789012.345678"],
  ["decimal(38,9)", -(10n ** 38n) + 1n, `-${"9".repeat(29)}.${"9".repeat(9)}`],
  ["decimal", "123456789012345678901234567890.5", "123456789012345678901234567890.5"],
  ["text", "thirteen byte", "thirteen byte"],
  ["text", "grüße 😀\0after", "grüße 😀\0after"],
  ["text", "", ""],
  ["bytes", Buffer.from([0xff, 0]), "/wA="],
  ["date", -25509, "1900-02-28"],
  ["date", 2147483647, "infinity"],
  ["time", 86_400_000_000n, "24:00:00"],
  ["timestamp", -1n, "1969-12-31T23:59:59.999999"],
  ["timestamp", -9_223_372_036_854_775_807n, "-infinity"],
  ["instant", 0n, "1970-01-01T00:00:00Z"],
  ["interval", "-3 days", "-3 days"],
  ["uuid", "0d0b4f2c-0000-4000-8000-00000000ffff", "0d0b4f2c-0000-4000-8000-00000000ffff"],
  ["json", '{"a": 1, "a": 2}', '{"a": 1, "a": 2}'],
  ["list", "{1,NULL,3}", "{1,NULL,3}"],
];

test("zeros keep their sign", async () => {
  const zeros = Array.from({ length: 90 }, (_, row) => (row % 3 === 0 ? -0 : 0));
  const columns = [column("float64", zeros), column("float32", zeros)];
  const landed = await land(streamOf({ d: "float64", f: "float32" }, [{ rows: 90, columns }]));
  const { rows } = await readBack(landed);
  for (const at of [0, 1]) expect(rows.map((row) => row[at])).toEqual(zeros);
});

test("every type reaches Parquet and comes back unchanged, beside NULLs", async () => {
  const types = Object.fromEntries(NASTY.map(([type], index) => [`c${index}`, type]));
  const batch: Batch = {
    rows: 3,
    columns: NASTY.map(([type, stored]) => column(type, [null, stored, null])),
  };
  const landed = await land(streamOf(types, [batch]));
  expect(landed.warnings).toEqual([]);
  expect(landed.columns[14]).toEqual({ name: "c14", type: "decimal", scale: 1 });
  const { rows } = await readBack(landed);
  expect(rows[1]).toEqual(NASTY.map(([, , text]) => text));
  expect(rows[0]?.every((value) => value === null)).toBe(true);
});

test("rows of many batches keep their order", async () => {
  const sizes = [16_384, 1, 2049, 5000];
  let next = 0;
  const batches = sizes.map((rows): Batch => {
    const numbers = Array.from({ length: rows }, () => next++);
    return {
      rows,
      columns: [
        column(
          "int32",
          numbers.map((n) => (n % 3 === 0 ? null : n)),
        ),
        column(
          "text",
          numbers.map((n) => (n % 5 === 0 ? null : `number ${n}`.repeat(1 + (n % 2)))),
        ),
      ],
    };
  });
  const landed = await land(streamOf({ n: "int32", s: "text" }, batches));
  expect(landed.rows).toBe(next);
  const sql = `
    SELECT count(*) FILTER (n IS DISTINCT FROM CASE WHEN i % 3 = 0 THEN NULL ELSE i END),
      count(*) FILTER (s IS DISTINCT FROM CASE WHEN i % 5 = 0 THEN NULL ELSE repeat('number ' || i, (1 + i % 2)::int) END)
    FROM (SELECT *, row_number() OVER () - 1 AS i FROM t)`;
  expect((await readBack(landed, sql)).rows).toEqual([[0, 0]]);
});

test("texts may hold every character that separates, and bytes anything", async () => {
  const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join("");
  const texts = Array.from({ length: 5000 }, (_, i) =>
    i % 7 === 0 ? null : `${controls}${i}`.slice(0, 1 + (i % 36)),
  );
  const landed = await land(
    streamOf({ s: "text", b: "bytes" }, [
      { rows: 5000, columns: [column("text", texts), column("bytes", texts)] },
    ]),
  );
  expect(landed.rows).toBe(5000);
  const sql = `
    SELECT count(*) FILTER (s IS DISTINCT FROM CASE WHEN i % 7 > 0 THEN left(expected, 1 + (i % 36)::int) END),
      count(*) FILTER (encode(s) IS DISTINCT FROM b)
    FROM (SELECT *, array_to_string(list_transform(range(32), c -> chr(c::int)), '') || i AS expected
      FROM (SELECT *, row_number() OVER () - 1 AS i FROM t))`;
  expect((await readBack(landed, sql)).rows).toEqual([[0, 0]]);
});

test("the farthest values stay apart, in whichever order they come", async () => {
  const far: Readonly<Record<string, readonly (number | bigint)[]>> = {
    int8: [-128, 127, 0],
    int16: [-32768, 32767, 0],
    int32: [-2147483648, 2147483647, 0],
    int64: [-(2n ** 63n), 2n ** 63n - 1n, 0n],
    uint32: [0, 4294967295, 1],
    uint64: [0n, 2n ** 64n - 1n, 1n],
    float32: [-3.4028234663852886e38, 0.1, 0],
    float64: [-Number.MAX_VALUE, 5e-324, 0],
    timestamp: [-(2n ** 63n) + 1n, 2n ** 63n - 1n, 0n],
    date: [-2147483647, 2147483647, 0],
  };
  const entries = Object.entries(far) as [LogicalType, readonly (number | bigint)[]][];
  const rows = 6000;
  const batch: Batch = {
    rows,
    columns: entries.map(([type, values]) =>
      column(
        type,
        Array.from({ length: rows }, (_, row) => values[(row * row) % 3] ?? null),
      ),
    ),
  };
  const landed = await land(
    streamOf(Object.fromEntries(entries.map(([type]) => [`c_${type}`, type])), [batch]),
  );
  const list = entries.map(([type]) => `count(DISTINCT c_${type})`).join(", ");
  expect((await readBack(landed, `SELECT ${list} FROM t`)).rows).toEqual([entries.map(() => 2)]);
  const { rows: first } = await readBack(landed, "SELECT * FROM t LIMIT 3");
  expect(first[0]?.slice(0, 4)).toEqual([-128, -32768, -2147483648, "-9223372036854775808"]);
  expect(first[1]?.slice(3)).toEqual([
    "9223372036854775807",
    4294967295,
    "18446744073709551615",
    0.1,
    5e-324,
    "infinity",
    "infinity",
  ]);
});

test("conditions find every value, in whichever group of rows it lies", async () => {
  const rows = 16_384;
  const batches = Array.from({ length: 9 }, (_, batch): Batch => {
    const numbers = Array.from({ length: rows }, (_, row) => batch * rows + row);
    const of = (type: LogicalType, value: (n: number) => number | bigint | null) =>
      column(type, numbers.map(value));
    return {
      rows,
      columns: [
        of("int64", (n) => BigInt(n) * 2n ** 33n - 2n ** 49n),
        of("uint64", (n) => 2n ** 63n + BigInt(n - 70_000)),
        of("decimal(30,2)", (n) => BigInt(n - 70_000) * 10n ** 20n),
        of("int16", (n) => (n >> 3) - 9000),
        of("uint32", (n) => 2 ** 31 + n - 70_000),
        of("float64", (n) => (n % 7 === 0 ? null : n / 8 - 9000)),
        of("float32", (n) => (batch === 4 && n % 7 === 3 ? Number.NaN : n - 70_000)),
        of("timestamp", (n) => BigInt(n - 70_000) * 10n ** 9n),
        of("text", () => null),
      ],
    };
  });
  const names = "abcdefghi";
  const types = batches[0]?.columns.map(({ type }, at) => [names[at] ?? "", type]) ?? [];
  const landed = await land(streamOf(Object.fromEntries(types), batches));
  const all = `SELECT *, row_number() OVER () - 1 AS n FROM t`;
  // Read by itself, a value is as its row number says; looked for by a condition, it is there once.
  for (const n of [0, 1, 16_383, 61_440, 65_536, 98_304, 147_455]) {
    const [row = []] = (await readBack(landed, `FROM (${all}) WHERE n = ${n}`)).rows;
    for (const at of [0, 1, 2, 4, 5, 6, 7]) {
      const value = row[at];
      if (value === null || value === "NaN") continue;
      const is = `${names[at]} = '${String(value)}'`;
      const found = await readBack(landed, `SELECT count(*) FROM t WHERE ${is}`);
      expect([names[at], n, found.rows]).toEqual([names[at], n, [[1]]]);
    }
    expect(row[8]).toBe(null);
  }
  const counts = await readBack(
    landed,
    `SELECT count(*) FILTER (d = (n >> 3) - 9000), count(*) FILTER (f IS NULL), count(i),
      (SELECT count(*) FROM t WHERE g = 'NaN'), (SELECT count(*) FROM t WHERE h < '1970-01-01'),
      (SELECT count(*) FROM t WHERE b < 9223372036854775808), (SELECT count(*) FROM t WHERE c < 0)
    FROM (${all})`,
  );
  expect(counts.rows).toEqual([
    [9 * rows, Math.ceil((9 * rows) / 7), 0, Math.floor(rows / 7) + 1, 70_000, 70_000, 70_000],
  ]);
});

test("texts of every length come back, packed and not", async () => {
  const lengths = [0, 1, 255, 256, 65_535, 65_536, 1_000_000];
  const random = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => (i * i * 7919) >> 5));
  for (const fill of [Buffer.alloc(1_000_000, "same again "), random]) {
    const texts = Array.from({ length: 700 }, (_, row) => {
      const length = row < 300 ? row % 3 : (lengths[row % (row > 690 ? 7 : 4)] ?? 0);
      return row % 11 === 0 ? null : fill.subarray(0, length);
    });
    const batch = () => ({ rows: texts.length, columns: [column("bytes", texts)] });
    const landed = await land(streamOf({ b: "bytes" }, [batch(), batch()]));
    const { rows } = await readBack(
      landed,
      "SELECT list(coalesce(octet_length(b), -1)), md5(string_agg(md5(b), '')) FROM t",
    );
    const all = [...texts, ...texts];
    expect(JSON.parse(String(rows[0]?.[0]))).toEqual(all.map((text) => text?.length ?? -1));
    const md5 = (bytes: Buffer | string) => createHash("md5").update(bytes).digest("hex");
    const hashes = all.flatMap((text) => (text ? [md5(text)] : []));
    expect(rows[0]?.[1]).toBe(md5(hashes.join("")));
  }
});

test("what stands at NULL rows is not written", async () => {
  const rows = 20;
  const texts = column(
    "text",
    Array.from({ length: rows }, (_, row) => `text ${row}`),
  );
  const numbers = column(
    "int32",
    Array.from({ length: rows }, (_, row) => row),
  );
  const validity = new Uint8Array([0b1010_1010, 0b1111_0000, 0xff]);
  const columns = [texts, numbers].map((each) => ({ ...each, validity }));
  const landed = await land(streamOf({ s: "text", n: "int32" }, [{ rows, columns }]));
  const kept = [1, 3, 5, 7, 12, 13, 14, 15, 16, 17, 18, 19];
  expect((await readBack(landed)).rows).toEqual(
    Array.from({ length: rows }, (_, row) =>
      kept.includes(row) ? [`text ${row}`, row] : [null, null],
    ),
  );
});

test("the hash of a landed file is that of its bytes", async () => {
  const landed = await land(
    streamOf({ n: "int32" }, [{ rows: 1, columns: [column("int32", [7])] }]),
  );
  const bytes = await readFile(landed.path);
  expect(landed.bytes).toBe(bytes.length);
  expect(landed.hash).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("an empty stream becomes a file with columns and no rows", async () => {
  const landed = await land(streamOf({ a: "int64", "b c": "decimal(10,2)" }, []));
  expect(landed.rows).toBe(0);
  expect((await readBack(landed)).types).toEqual(["int64", "decimal(10,2)"]);
});

test("decimals without precision that do not fit 38 digits are read as double, and that is said", async () => {
  for (const value of ["NaN", `1${"0".repeat(30)}.123456789`]) {
    const landed = await land(
      streamOf({ d: "decimal" }, [{ rows: 2, columns: [column("decimal", [value, "1.5"])] }]),
    );
    expect(landed.columns).toEqual([{ name: "d", type: "decimal" }]);
    expect(landed.warnings.map(({ code }) => code)).toEqual(["decimal-as-double"]);
    expect((await readBack(landed)).types).toEqual(["float64"]);
  }
});

const LONG = "1" + "0".repeat(38);

test.each([
  [[LONG, `-${LONG}`], "HUGEINT"],
  [[(2n ** 128n - 1n).toString(), "5"], "UHUGEINT"],
])("whole numbers of 39 digits stay whole in merges: %s", async (values, whole) => {
  const landed = await land(
    streamOf({ d: "decimal" }, [{ rows: 2, columns: [column("decimal", values)] }]),
  );
  expect(landed).toMatchObject({ columns: [{ name: "d", type: "decimal", whole }], warnings: [] });
  expect((await readBack(landed)).rows).toEqual(values.map((value) => [value]));
});

test.each([
  [(2n ** 128n - 1n).toString(), "-1"],
  [(2n ** 128n).toString(), "1"],
  [`${LONG}0`, "1"],
  [LONG, "0.5"],
])("a column of %s and %s is one of doubles in merges", async (...values) => {
  const landed = await land(
    streamOf({ d: "decimal" }, [{ rows: 2, columns: [column("decimal", values)] }]),
  );
  expect(landed.columns).toEqual([{ name: "d", type: "decimal" }]);
  expect((await readBack(landed)).types).toEqual(["float64"]);
});

test("text that is not UTF-8 is refused, also where two halves make a whole", async () => {
  const euro = Buffer.from("€");
  for (const pieces of [[Buffer.from([0xff])], [euro.subarray(0, 1), euro.subarray(1)]]) {
    const stream = streamOf({ s: "text" }, [
      { rows: pieces.length, columns: [column("text", pieces)] },
    ]);
    const error: unknown = await land(stream).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ diagnostic: { code: "text-not-utf8" } });
  }
});

test("a source that fails half-way leaves no file, and the next landing works", async () => {
  const before = await readdir(folder);
  const stream: RowStream = {
    ...streamOf({ n: "int32" }, []),
    batches: (async function* () {
      yield { rows: 2, columns: [column("int32", [1, 2])] };
      await Promise.resolve();
      throw new Error("the server went away");
    })(),
  };
  await expect(land(stream)).rejects.toThrow("the server went away");
  expect(await readdir(folder)).toEqual(before);
  expect(
    (await land(streamOf({ n: "int32" }, [{ rows: 1, columns: [column("int32", [7])] }]))).rows,
  ).toBe(1);
});

test("rows without a column are an error, whatever their number", async () => {
  for (const batches of [[], [{ rows: 3, columns: [] }]]) {
    await expect(land(streamOf({}, batches))).rejects.toMatchObject({
      diagnostic: { code: "result-without-columns" },
    });
  }
});

test("a value beyond its declared precision is an error", async () => {
  const stream = streamOf({ d: "decimal(4,2)" }, [
    { rows: 1, columns: [column("decimal(4,2)", [10_000n])] },
  ]);
  await expect(land(stream)).rejects.toMatchObject({ diagnostic: { code: "landing-failed" } });
});
