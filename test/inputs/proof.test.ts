/**
 * What a page shows for a choice is what the trace's query gives with the condition in WHERE: random
 * tables, traces and choices on every dialect, cell by cell. INPUT_CASES=5000 runs so many of them
 * from INPUT_SEED on, INPUT_PLACE=duckdb on one dialect alone; the suite runs some hundreds.
 */
import { expect, test } from "vitest";
import { createRandom } from "../merges/random.js";
import { openDatabase, UNAVAILABLE } from "./places.js";
import { knownTable, prove, type Outcome } from "./prove.js";
import { PREPARED, randomTable, repeated, type Place } from "./random-table.js";

const COUNT = Number(process.env["INPUT_CASES"] ?? 120);
const SEED = Number(process.env["INPUT_SEED"] ?? 1);
const ONLY = process.env["INPUT_PLACE"];
/** Cases over one table. */
const CASES_PER_TABLE = 8;

for (const place of ["sqlite", "duckdb", "postgresql", "mysql"] as const) {
  const skipped = UNAVAILABLE[place] !== undefined || (ONLY !== undefined && ONLY !== place);
  test.skipIf(skipped)(
    `${place}: ${COUNT} random choices show what the query gives with the condition`,
    async () => {
      const outcomes = await proveAll(place);
      const count = (is: Outcome["is"]) => outcomes.filter((one) => one.is === is).length;
      if (process.env["INPUT_CASES"] !== undefined) process.stdout.write(summary(place, outcomes));
      expect(outcomes.filter((one) => one.is === "different").slice(0, 3)).toEqual([]);
      expect(count("equal")).toBeGreaterThan(COUNT * 0.5);
    },
    3_600_000,
  );
}

test.skipIf(ONLY !== undefined).each(["sqlite", "duckdb"] as const)(
  "%s: of results that are stored as Arrow, too",
  async (place) => {
    const first = SEED * 1000;
    const small = createRandom(first);
    const table = repeated(randomTable(place, "large", small, 40), 300);
    const { source, close } = await openDatabase(place, [...PREPARED[place], ...table.statements]);
    try {
      const known = await knownTable(source, table);
      const outcomes: Outcome[] = [];
      for (let seed = first; seed < first + 16; seed++) {
        outcomes.push(await prove(source, known, seed));
      }
      expect(outcomes.filter((one) => one.is === "different")).toEqual([]);
      const arrows = outcomes.filter((one) => one.is === "equal" && one.format === "arrow");
      expect(arrows.length).toBeGreaterThan(0);
    } finally {
      await close();
    }
  },
  600_000,
);

async function proveAll(place: Place): Promise<Outcome[]> {
  const first = Math.floor(SEED / CASES_PER_TABLE);
  const last = Math.floor((SEED + COUNT - 1) / CASES_PER_TABLE);
  const tables = Array.from({ length: last - first + 1 }, (_, at) =>
    randomTable(place, `t${at}`, createRandom(first + at)),
  );
  const statements = [...PREPARED[place], ...tables.flatMap((table) => table.statements)];
  const { source, close } = await openDatabase(place, statements);
  const outcomes: Outcome[] = [];
  try {
    for (const [at, table] of tables.entries()) {
      const known = await knownTable(source, table);
      const from = Math.max(SEED, (first + at) * CASES_PER_TABLE);
      const to = Math.min(SEED + COUNT, (first + at + 1) * CASES_PER_TABLE);
      for (let seed = from; seed < to; seed++) outcomes.push(await prove(source, known, seed));
    }
  } finally {
    await close();
  }
  return outcomes;
}

function summary(place: Place, outcomes: readonly Outcome[]): string {
  const counts: Record<string, number> = {};
  for (const one of outcomes) {
    const name = one.is === "refused" ? `refused ${one.code}` : one.is;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  const different = outcomes.flatMap((one) => (one.is === "different" ? [one] : []));
  const lines = different.map((one) => `  ${one.seed}: ${one.what}\n`);
  return `${place} ${JSON.stringify(counts)}\n${lines.join("")}`;
}
