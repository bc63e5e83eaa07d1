import type { Value } from "../../contract/result.js";
import type { MergeEngine } from "../../readers/contract.js";
import type { EngineTable } from "../../rows/relation.js";
import { SourceError, type Column } from "../../rows/stream.js";
import type { DialectName } from "../../sql/dialect.js";
import { dialects } from "../../sql/dialects.js";
import { allOf, type Constant, type Predicate } from "../../sql/push-down/predicate.js";
import { renderPredicate } from "../../sql/push-down/render-predicate.js";
import { keyFamily, type KeyFamily } from "./key-edges.js";
import type { Scan } from "../../sql/plan-facts.js";

/** More text than this is not sent as keys, however few they are. */
const MOST_CHARACTERS = 1_000_000;

export interface KeyQuestion {
  readonly table: EngineTable;
  /** Position of the join column. */
  readonly column: number;
  /**
   * The one scan of the table in the merge's plan: only rows that meet its conditions give keys.
   */
  readonly scan: Scan;
  readonly family: KeyFamily;
  readonly most: number;
  /** Of all of them together; 1 million unless said otherwise. */
  readonly characters?: number;
}

export interface KeyReading {
  readonly engine: MergeEngine;
  readonly timeZone: string;
  readonly signal: AbortSignal;
}

/**
 * The distinct values of a join column; undefined when they are too many, of another family, or
 * cannot be had.
 */
export async function readKeys(
  question: KeyQuestion,
  reading: KeyReading,
): Promise<Constant[] | undefined> {
  try {
    return await distinctValues(question, reading);
  } catch (error) {
    // Without keys more is moved, and nothing else is different.
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

async function distinctValues(
  { table, column, scan, family, most, characters: longest = MOST_CHARACTERS }: KeyQuestion,
  { engine, timeZone, signal }: KeyReading,
): Promise<Constant[] | undefined> {
  const dialect = dialects[engine.dialect];
  const rows = dialect.quoteIdentifier("rows");
  const scope = { tables: [{ ...table, names: [{ table: "rows" }] }], timeZone };
  const columns = await engine.describe(`select * from ${rows}`, scope, { signal });
  const key = columns[column];
  if (!key || keyFamily(key.type) !== family) return undefined;
  const name = dialect.quoteIdentifier(key.name);
  const wanted = [`${name} is not null`, conditionOf(scan, columns, engine.dialect)].filter(
    (part) => part !== undefined,
  );
  const sql = `select distinct ${name} as k from ${rows} where ${wanted.join(" and ")}`;
  const { result, more } = await engine.rows(sql, most, scope, { signal });
  if (more) return undefined;
  const constants = Array.from(result.columns[0]?.values ?? [], (value) =>
    constantOf(value, family),
  );
  if (family === "date" && constants.some(({ text }) => !/^\d{4}-\d\d-\d\d$/.test(text))) {
    return undefined;
  }
  const characters = constants.reduce((sum, { text }) => sum + text.length, 0);
  return characters > longest ? undefined : constants;
}

function conditionOf(
  { conditions }: Scan,
  columns: readonly Column[],
  dialect: DialectName,
): string | undefined {
  const predicate: Predicate | undefined = allOf(conditions.map((one) => one.predicate));
  const named = columns.map((column) => ({
    ...column,
    sql: dialects[dialect].quoteIdentifier(column.name),
  }));
  return predicate && renderPredicate(predicate, named, dialects[dialect].pushDown);
}

function constantOf(value: Value, family: KeyFamily): Constant {
  const text = String(value);
  return { kind: family === "integer" ? "number" : family, text };
}
