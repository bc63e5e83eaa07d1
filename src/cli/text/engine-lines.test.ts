import { expect, test } from "vitest";
import { engineLines } from "./engine-lines.js";

const DUCKDB = { rows: 1_000_000, bytes: 28_000_000 };

test("another engine that would move ten times less is named", () => {
  const engines = [DUCKDB, { engine: "pg", rows: 50, bytes: 800 }];
  expect(engineLines(engines, undefined)).toEqual([
    "engine DuckDB: moves about 1,000,000 rows, 28.0 MB",
    "engine pg: moves about 50 rows, 800 bytes",
    "engine: with `engine: ref(pg)`, in its SQL, it would move more than ten times less",
  ]);
  expect(engineLines(engines, "pg")).toHaveLength(2);
});

test("DuckDB is named as no engine; what nobody knows is not compared", () => {
  const engines = [
    { rows: 0, bytes: 0 },
    { engine: "pg", rows: 10_000, bytes: 900_000 },
    { engine: "tr", but: "how many rows `m` has is not known." },
  ];
  expect(engineLines(engines, "pg").at(-1)).toBe(
    "engine: with `engine: duckdb`, in DuckDB's SQL, it would move more than ten times less",
  );
  expect(engineLines(engines, "tr").at(-1)).toBe("engine tr: how many rows `m` has is not known.");
});

test("where little moves, nothing is advised", () => {
  const engines = [
    { rows: 500, bytes: 4000 },
    { engine: "pg", rows: 0, bytes: 0 },
  ];
  expect(engineLines(engines, undefined)).toHaveLength(2);
});

test("a merge that chooses says why it has not, or whose rows are too long to be sent", () => {
  const moves = [
    { rows: 2000, bytes: 16_000 },
    { engine: "pg", but: "with `m` it is too much." },
  ];
  expect(engineLines(moves, undefined, { unchosen: "`pg` does not answer." }).at(-1)).toBe(
    "engine: auto, which has not chosen one: `pg` does not answer.",
  );
  expect(engineLines(moves, undefined, { choice: { moves, held: [] } }).at(-1)).toBe(
    "engine: auto, in DuckDB, which moves about 2,000 rows, 16 kB: no other engine is known to move less; not on `pg`: with `m` it is too much",
  );
});
