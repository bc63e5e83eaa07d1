/** One case of the proof: what a page shows for a choice, and what the trace's query gives for it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FollowedColumn, StoredResult } from "../../src/contract/cube.js";
import type { FilterChoice, FilterInput } from "../../src/contract/input.js";
import type { Result } from "../../src/contract/result.js";
import { FoldFault } from "../../src/fold/fold-fault.js";
import { foldResult } from "../../src/fold/fold-result.js";
import { arithmeticOf } from "../../src/fold/arithmetic/expression.js";
import { prepareCube } from "../../src/fold/prepared-cube.js";
import { rowsPlan } from "../../src/fold/rows-plan.js";
import { tableOf } from "../../src/fold/table.js";
import { readStream } from "../../src/readers/read-stream.js";
import type { Column } from "../../src/rows/stream.js";
import { SourceError } from "../../src/rows/stream.js";
import { readResult } from "../../src/rows/result/read-result.js";
import { selectColumns } from "../../src/rows/result/select-columns.js";
import { writeResult } from "../../src/rows/result/write-result.js";
import type { Source } from "../../src/sources/contract.js";
import { compileCube } from "../../src/sql/cube/compile-cube.js";
import { createClassifier } from "../../src/sql/trace/classify.js";
import { compileTrace } from "../../src/sql/trace/compile-trace.js";
import type { TraceQuery } from "../../src/sql/trace/trace-query.js";
import { createRandom } from "../merges/random.js";
import { collect } from "../conformance/collect.js";
import { difference, type Classes } from "./compare.js";
import { conditionOf, randomChoice, randomInputs } from "./random-choice.js";
import { randomTrace } from "./random-trace.js";
import type { RandomTable } from "./random-table.js";

/** How a case ended. Of what differs there is a description to write it again by hand. */
export type Outcome =
  | { readonly is: "equal"; readonly rows: number; readonly format: "json" | "arrow" }
  | { readonly is: "refused"; readonly code: string }
  | { readonly is: "both failed" }
  | {
      readonly is: "different";
      readonly seed: number;
      readonly what: string;
      readonly case: unknown;
    };

/** What all cases over one table share. */
export interface KnownTable {
  readonly table: RandomTable;
  readonly columns: readonly Column[];
  /** All its rows, as a table of a page has them. */
  readonly rows: StoredResult;
  readonly classes: Classes;
}

const CLASSIFIER = createClassifier({ aggregates: [] });
const ZONES = ["UTC", "Europe/Berlin", "America/New_York"];

export async function knownTable(source: Source, table: RandomTable): Promise<KnownTable> {
  const columns = await source.describe(`select * from ${table.name}`);
  const rows = await ask(source, plainQuery(table, `select * from ${table.name}`));
  if (rows instanceof SourceError) throw rows;
  const classes = new Map<string, ReadonlyMap<string, number>>();
  for (const { name, kind } of table.columns) {
    if (kind !== "text") continue;
    const sql = `select ${name} as v, dense_rank() over (order by ${name}) as k from ${table.name}`;
    const { values } = await collect(source, sql);
    const numbers = values[1] ?? [];
    classes.set(
      name,
      new Map((values[0] ?? []).map((value, row) => [String(value), Number(numbers[row])])),
    );
  }
  return { table, columns, rows: rows.result, classes };
}

/** Rows as they are. */
function plainQuery({ columns }: RandomTable, sql: string): TraceQuery {
  return {
    sql,
    columns: columns.map(({ name }) => ({ alias: name, name })),
    cohortName: "",
    ordered: false,
    dropNullCohort: false,
    diagnostics: [],
  };
}

export async function prove(
  source: Source,
  { table, columns, rows, classes }: KnownTable,
  seed: number,
): Promise<Outcome> {
  const random = createRandom(seed);
  const { place } = table;
  const listed = random.chance(20);
  const inputs = randomInputs(table, random, listed);
  const made = randomTrace(table, random, listed && random.chance(60));
  const { trace, compat } = made;
  const timeZone = place === "sqlite" || place === "mysql" ? "UTC" : random.pick(ZONES);
  const options = { dialect: place, classifier: CLASSIFIER, compat, timeZone };
  const followed = inputs.map((input) => {
    const column = columns.find(({ name }) => name === input.column);
    return { input, ...(column && { column }) };
  });
  const cube = compileCube(trace, { sql: `select * from ${table.name}` }, followed, options);
  const refused = cube.diagnostics.find(({ severity }) => severity === "error");
  if (refused) return { is: "refused", code: refused.code };
  const stored = await ask(source, cube);
  const choices = new Map<string, FilterChoice>();
  if (!(stored instanceof SourceError)) {
    const prepared =
      stored.result.cube && prepareCube(tableOf(stored.result), stored.result.cube, arithmeticOf);
    for (const input of inputs) {
      const kind = table.columns.find(({ name }) => name === input.column)?.kind ?? "int";
      const values = prepared?.values(input.name).values ?? [];
      const choice = randomChoice(input, values, kind, random);
      if (choice) choices.set(input.name, choice);
    }
  }
  const conditions = inputs.flatMap((input) => {
    const column = table.columns.find(({ name }) => name === input.column);
    const choice = choices.get(input.name);
    return (column && conditionOf(place, input, choice, column, timeZone)) ?? [];
  });
  const where = conditions.map((one) => `(${one})`).join(" and ");
  const base = `select * from ${table.name}${where === "" ? "" : ` where ${where}`}`;
  const query = compileTrace(trace, { sql: base }, options);
  const asked = await ask(source, query);
  /** Collations are the source's: the page compares texts as they are. */
  const collated = inputs.some(
    ({ column, name }) =>
      choices.has(name) && table.columns.some((one) => one.name === column && one.kind === "text"),
  );
  const differsInTable = (asked: Result): string | undefined => {
    if (collated) return undefined;
    const follows = inputs.map((input) => follow(input, timeZone));
    const names = table.columns.map(({ name }) => name);
    const shown = fold({ ...rows, cube: rowsPlan(names, follows) }, inputs, choices);
    if (shown instanceof Error) return `the table cannot be folded: ${shown.message}`;
    const [one, other] = [rowTexts(shown), rowTexts(asked)];
    return one === other ? undefined : `the table shows ${one} instead of ${other}`;
  };
  const told = (what: string): Outcome => ({
    is: "different",
    seed,
    what,
    case: {
      table: table.statements,
      inputs,
      choices: Object.fromEntries(choices),
      compat,
      timeZone,
      trace: { ...trace, columns: trace.columns.map(({ name, sql }) => `${name}: ${sql}`) },
      asked: query.sql,
      stored: cube.sql,
      plan: cube.cube,
    },
  });
  const shown = stored instanceof SourceError ? stored : fold(stored.result, inputs, choices);
  if (shown instanceof FoldFault && asked instanceof SourceError) return { is: "both failed" };
  if (stored instanceof SourceError || asked instanceof SourceError) {
    if (stored instanceof SourceError && asked instanceof SourceError) return { is: "both failed" };
    const failed = stored instanceof SourceError ? stored : asked;
    if (stored instanceof SourceError && stored.diagnostic.code === "input-cannot-follow") {
      return { is: "refused", code: "input-cannot-follow when it ran" };
    }
    return told(
      `${failed === stored ? "the cube" : "the query"} failed: ${(failed as SourceError).message}`,
    );
  }
  if (shown instanceof Error) return told(`folding failed: ${shown.message}`);
  const guessed = place === "sqlite";
  const what = difference(shown, asked.result, made, classes, guessed);
  if (what !== undefined) return told(what);
  const narrowed = await differsNarrowed(stored, shown, inputs, choices, random.below(64));
  if (narrowed !== undefined) return told(narrowed);
  const plain = await ask(source, plainQuery(table, base));
  const inTable = plain instanceof SourceError ? plain.message : differsInTable(plain.result);
  if (inTable !== undefined) return told(inTable);
  return { is: "equal", rows: shown.rows, format: stored.format };
}

/** How an input acts on the rows of a table, which the source has not cut. */
function follow(input: FilterInput, zone: string): FollowedColumn {
  const of = { input: input.name, column: input.column };
  if (input.is === "choice") return of;
  return { ...of, cut: input.is === "period" ? { by: input.by, zone } : { step: input.step } };
}

function fold(
  stored: StoredResult,
  inputs: readonly FilterInput[],
  choices: ReadonlyMap<string, FilterChoice>,
): Result | Error {
  try {
    return foldResult(stored, inputs, choices, "2024-06-15");
  } catch (error) {
    return error as Error;
  }
}

interface Answer {
  readonly result: StoredResult;
  readonly bytes: Uint8Array;
  readonly format: "json" | "arrow";
}

/** The rows of a query as the product reads, stores and loads them. */
export async function ask(source: Source, query: TraceQuery): Promise<Answer | SourceError> {
  const control = { signal: new AbortController().signal, progress: () => {}, stage: () => {} };
  try {
    return await inFolder(async (folder) => {
      const { path, artifact } = await readStream(
        (options) => source.stream(query.sql, options),
        {},
        control,
        (stream) => writeResult(stream, query, join(folder, "result")),
      );
      const format = artifact.format === "arrow" ? "arrow" : "json";
      const bytes = await readFile(path);
      return { result: await readResult(path, format), bytes, format };
    });
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "headwater-proof-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The rows in any order, told apart by their first column. */
function rowTexts({ rows, columns }: Result): string {
  const texts = Array.from({ length: rows }, (_, row) =>
    JSON.stringify(columns.map(({ values }) => values[row])),
  );
  return texts.toSorted().join("\n");
}

/** What a published page shows, whose result has lost the columns that nothing draws. */
async function differsNarrowed(
  { bytes, format }: Answer,
  shown: Result,
  inputs: readonly FilterInput[],
  choices: ReadonlyMap<string, FilterChoice>,
  /** A bit for each column that is kept. */
  kept: number,
): Promise<string | undefined> {
  const names = new Set(shown.columns.filter((_, at) => (kept >> at) % 2 === 1).map((c) => c.name));
  const selected = await selectColumns({ bytes, format }, names);
  const narrowed = await inFolder((folder) => {
    const path = join(folder, "narrowed");
    writeFileSync(path, selected.bytes);
    return readResult(path, selected.format);
  });
  const folded = fold(narrowed, inputs, choices);
  if (folded instanceof Error) return `the narrowed result cannot be folded: ${folded.message}`;
  const expected = { ...shown, columns: shown.columns.filter(({ name }) => names.has(name)) };
  return JSON.stringify(folded) === JSON.stringify(expected)
    ? undefined
    : `narrowed to ${[...names].join()}: ${JSON.stringify(folded)} instead of ${JSON.stringify(expected)}`;
}
