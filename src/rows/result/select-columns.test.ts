import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Result } from "../../contract/result.js";
import { arrowResult } from "../../../test/support/arrow-result.js";
import { readResult } from "./read-result.js";
import { selectColumns, type ResultBytes } from "./select-columns.js";

const COHORTS = [
  { name: "north", rows: 2 },
  { name: null, rows: 1 },
];

const RESULT: Result = {
  rows: 3,
  columns: [
    { name: "columns.secret", type: "text", values: ["canary", "x", null] },
    { name: "props.x", type: "int64", values: ["9007199254740993", 2, null] },
    { name: "columns.hour", type: "time", values: ["10:00:00", null, "00:00:00.000001"] },
    { name: "columns.note", type: "text", values: ["a", "", null] },
  ],
  cohorts: COHORTS,
  order: [0, 2, 1],
};

const FORMS: Record<string, ResultBytes> = {
  json: { format: "json", bytes: Buffer.from(JSON.stringify(RESULT)) },
  arrow: {
    format: "arrow",
    bytes: arrowResult(
      {
        "columns.secret": ["text", ["canary", "x", null]],
        "props.x": ["int64", [9_007_199_254_740_993n, 2n, null]],
        "columns.hour": ["time", [36_000_000_000n, null, 1n]],
        "columns.note": ["text", ["a", "", null]],
      },
      COHORTS,
      [0, 2, 1],
    ),
  },
};

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "headwater-columns-"))));
afterAll(() => rmSync(folder, { recursive: true }));

async function read({ bytes, format }: ResultBytes): Promise<Result> {
  const path = join(folder, "result");
  writeFileSync(path, bytes);
  const { order, ...result } = await readResult(path, format);
  return { ...result, ...(order && { order: Array.from(order) }) };
}

test.each(Object.keys(FORMS))(
  "%s keeps the chosen columns, exactly, and no trace of others",
  async (form) => {
    const whole = FORMS[form];
    if (!whole) throw new Error(form);
    expect(await read(whole)).toEqual(RESULT);
    const names = new Set(["columns.hour", "props.x", "columns.unknown"]);
    const selected = await selectColumns(whole, names);
    expect(selected.format).toBe(whole.format);
    const columns = RESULT.columns.filter(({ name }) => names.has(name));
    expect(await read(selected)).toEqual({ ...RESULT, columns });
    expect(Buffer.from(selected.bytes).includes("canary")).toBe(false);
    expect(Buffer.from(selected.bytes).includes("secret")).toBe(false);
  },
);

test.each(Object.keys(FORMS))("%s without a column keeps its rows and cohorts", async (form) => {
  const whole = FORMS[form];
  if (!whole) throw new Error(form);
  expect(await read(await selectColumns(whole, new Set()))).toMatchObject({
    rows: 3,
    columns: [],
    cohorts: COHORTS,
  });
});
