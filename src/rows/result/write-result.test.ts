import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import type { Batch, BatchColumn } from "../batch.js";
import type { RowStream } from "../stream.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";
import { readResult } from "./read-result.js";
import { writeResult } from "./write-result.js";

let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-result-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const QUERY: TraceQuery = {
  sql: "",
  columns: [
    { alias: "c0", name: "props.x" },
    { alias: "c1", name: "props.y" },
  ],
  cohortAlias: "c2",
  cohortName: "unused",
  ordered: true,
  dropNullCohort: false,
  diagnostics: [],
};

function validityOf(values: readonly unknown[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  for (const [row, value] of values.entries()) {
    if (value !== null) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return bits;
}

function texts(values: readonly (string | null)[]): BatchColumn {
  const offsets = new Int32Array(values.length + 1);
  const pieces = values.map((value) => Buffer.from(value ?? ""));
  for (const [row, piece] of pieces.entries())
    offsets[row + 1] = (offsets[row] ?? 0) + piece.length;
  return {
    type: "text",
    layout: "bytes",
    validity: validityOf(values),
    offsets,
    bytes: Buffer.concat(pieces),
  };
}

function integers(values: readonly (bigint | null)[]): BatchColumn {
  const numbers = BigInt64Array.from(values, (value) => value ?? 0n);
  return { type: "int64", layout: "int64", validity: validityOf(values), values: numbers.buffer };
}

/** x, y and cohort; the database gave the last alias in capitals. */
function stream(batches: readonly (readonly [BatchColumn, BatchColumn, BatchColumn])[]): RowStream {
  const types: readonly (readonly [string, LogicalType])[] = [
    ["c0", "int64"],
    ["c1", "text"],
    ["C2", "text"],
  ];
  return {
    columns: types.map(([name, type]) => ({ name, type, nativeType: type, exact: true })),
    batches: (async function* () {
      await Promise.resolve();
      for (const columns of batches) {
        const rows = columns[1].layout === "bytes" ? columns[1].offsets.length - 1 : 0;
        yield { rows, columns } satisfies Batch;
      }
    })(),
    warnings: [],
  };
}

async function write(source: RowStream, query: Partial<TraceQuery> = {}) {
  const draft = await writeResult(
    source,
    { ...QUERY, ...query },
    join(folder, `result-${files++}`),
  );
  const { format } = draft.artifact;
  if (format === "parquet") throw new Error("A result is JSON or Arrow");
  return { draft, result: await readResult(draft.path, format) };
}

const SMALL = () =>
  stream([
    [integers([1n, 2n, null]), texts(["a", null, "c"]), texts(["x", null, "y"])],
    [integers([4n, 9_223_372_036_854_775_807n]), texts(["", "é"]), texts(["y", "x"])],
  ]);

test("rows of a cohort come together, cohorts in order of first appearance", async () => {
  const { result } = await write(SMALL());
  expect(result.cohorts).toEqual([
    { name: "x", rows: 2 },
    { name: null, rows: 1 },
    { name: "y", rows: 2 },
  ]);
  expect(
    result.columns.map(({ name, values }): [string, Value[]] => [name, Array.from(values)]),
  ).toEqual([
    ["props.x", [1, "9223372036854775807", 2, null, 4]],
    ["props.y", ["a", "é", null, "c", ""]],
  ]);
});

test("cohorts follow their values where no order is asked for, and rows keep their places", async () => {
  const names = (rows: readonly (string | null)[], types: readonly LogicalType[] = []) => {
    const values = integers(rows.map((_, row) => BigInt(row)));
    const source = stream([[values, texts(rows), texts(rows)]]);
    const columns = source.columns.map((column, index) => ({
      ...column,
      type: types[index] ?? column.type,
    }));
    return { ...source, columns };
  };
  const unordered = { ordered: false };
  const { result } = await write(names(["b", null, "", "a", "b", "B"]), unordered);
  expect(result.cohorts.map(({ name }) => name)).toEqual(["", "B", "a", "b", null]);
  expect(result).toMatchObject({ cohortType: "text" });
  expect(result.order).toBeUndefined();
  const decimals = names(["10.5", "9.5", "-1.0"], ["int64", "text", "decimal(3,1)"]);
  const sorted = await write(decimals, unordered);
  expect(sorted.result.cohorts.map(({ name }) => name)).toEqual(["-1.0", "9.5", "10.5"]);
  const alternating = await write(names(["b", "a", "b"]));
  expect(alternating.result.cohorts.map(({ name }) => name)).toEqual(["b", "a"]);
  expect(alternating.result.order).toEqual([0, 2, 1]);
  expect((await write(names(["b", "b", "a"]))).result.order).toBeUndefined();
});

test("a large result keeps the places of its rows", async () => {
  const rows = Array.from({ length: 20_000 }, (_, row) => row);
  const half = (from: number) => {
    const own = rows.slice(from, from + 10_000);
    const names = texts(own.map((row) => (row % 2 === 0 ? "even" : "odd")));
    return [integers(own.map(BigInt)), texts(own.map(String)), names] as const;
  };
  const { draft, result } = await write(stream([half(0), half(10_000)]));
  expect(draft.artifact.format).toBe("arrow");
  expect(result.columns.map(({ name }) => name)).toEqual(["props.x", "props.y"]);
  expect(Array.from(result.order ?? [])).toEqual(Array.from(result.columns[0]?.values ?? []));
  expect(result.order?.[10_000]).toBe(1);
});

test("in compat mode rows without a cohort are dropped, and counted", async () => {
  const { result, draft } = await write(SMALL(), { dropNullCohort: true });
  expect(result.cohorts.map(({ name }) => name)).toEqual(["x", "y"]);
  expect(result.rows).toBe(4);
  expect(draft.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [
      "null-cohorts-dropped",
      "1 row was left out, because its `cohort_on` is NULL, as in Visivo 1.0, because the project runs in compat mode.",
    ],
  ]);
});

test("rows that compat mode merged are counted, and nothing is said when there are none", async () => {
  const counted = (counts: bigint[]) =>
    stream([[integers(counts), texts(counts.map(() => "a")), texts(counts.map(() => "x"))]]);
  const query = { compatGrouping: { kind: "merged", countAlias: "c0" } } as const;
  const { draft } = await write(counted([3n, 1n, 2n]), query);
  expect(draft.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [
      "compat-rows-merged",
      "3 rows equal others and are not drawn again, as in Visivo 1.0, because the project runs in compat mode.",
    ],
  ]);
  expect((await write(counted([1n, 1n]), query)).draft.diagnostics).toEqual([]);
});

test("an order that makes more groups is told with both numbers", async () => {
  const query = (keys: string[]) =>
    ({ compatGrouping: { kind: "order", expressions: ["day", "f(v)"], keys } }) as const;
  const { draft } = await write(SMALL(), query(["c2"]));
  expect(draft.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [
      "compat-order-grouped",
      "Grouped by `day` and `f(v)` of `order_by` as well, which makes 5 rows of 3, as in Visivo 1.0, because the project runs in compat mode.",
    ],
  ]);
  expect((await write(SMALL(), query(["c0", "c2"]))).draft.diagnostics).toEqual([]);
});

test("without a cohort column all rows are one cohort of the given name", async () => {
  const { cohortAlias: _, ...query } = QUERY;
  const draft = await writeResult(
    SMALL(),
    { ...query, cohortName: "sales" },
    join(folder, `result-${files++}`),
  );
  const result = await readResult(draft.path, "json");
  expect(result.cohorts).toEqual([{ name: "sales", rows: 5 }]);
});

test("an empty result keeps its columns and types and has no cohorts", async () => {
  const { result, draft } = await write(stream([]));
  expect(result).toEqual({
    rows: 0,
    columns: [
      { name: "props.x", type: "int64", values: [] },
      { name: "props.y", type: "text", values: [] },
    ],
    cohorts: [],
    cohortType: "text",
  });
  expect(draft.artifact.columns).toEqual([
    { name: "props.x", type: "int64" },
    { name: "props.y", type: "text" },
  ]);
});

test("above 10,000 rows the result is Arrow with the same rows", async () => {
  const rows = 10_001;
  const numbers = Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? null : BigInt(row)));
  const words = numbers.map((number) => (number === null ? null : `row ${number}`));
  const { result, draft } = await write(
    stream([[integers(numbers), texts(words), texts(numbers.map((_, row) => `k${row % 2}`))]]),
  );
  expect(draft.artifact.format).toBe("arrow");
  expect(result.cohorts).toEqual([
    { name: "k0", rows: 5001 },
    { name: "k1", rows: 5000 },
  ]);
  const order = [...numbers.keys()].toSorted((a, b) => (a % 2) - (b % 2));
  expect(result.columns[0]?.values).toEqual(order.map((row) => (row % 7 === 0 ? null : row)));
  expect(result.columns[1]?.values).toEqual(order.map((row) => words[row]));
});

test("the artifact's hash and size are those of the file", async () => {
  const { draft } = await write(SMALL());
  const bytes = await readFile(draft.path);
  expect(draft.artifact.hash).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect(draft.artifact.bytes).toBe(bytes.length);
});

test("a failing source leaves no file", async () => {
  const path = join(folder, "failed");
  const failing: RowStream = {
    ...stream([]),
    batches: (async function* (): AsyncGenerator<Batch> {
      await Promise.resolve();
      yield* [];
      throw new Error("gone");
    })(),
  };
  await expect(writeResult(failing, QUERY, path)).rejects.toThrow("gone");
  await expect(readFile(path)).rejects.toThrow("ENOENT");
});
