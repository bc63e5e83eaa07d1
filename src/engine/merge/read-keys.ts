import type { Value } from "../../contract/result.js";
import { identifier } from "../../sources/duckdb-family.js";
import type { Column } from "../../sources/contract.js";
import { dialects } from "../../sql/dialects.js";
import { allOf, type Constant, type Predicate } from "../../sql/push-down/predicate.js";
import { renderPredicate } from "../../sql/push-down/render-predicate.js";
import type { Embedded, EmbeddedRelation, ReadControl } from "../reader/contract.js";
import { keyFamily, type KeyFamily } from "./key-edges.js";
import type { Scan } from "./read-plan.js";

/** More text than this is not sent as keys, however few they are. */
const MOST_CHARACTERS = 1_000_000;

export interface KeyQuestion {
  /** The table's rows, under any name. */
  readonly relation: Pick<EmbeddedRelation, "sql" | "directories">;
  /** Position of the join column. */
  readonly column: number;
  /** The one scan of the table in the merge's plan: only rows that meet its conditions give keys. */
  readonly scan: Scan;
  readonly family: KeyFamily;
  readonly most: number;
  readonly timeZone: string;
}

/** The distinct values of a join column; undefined when there are too many, or they are of another family. */
export async function readKeys(
  { relation, column, scan, family, most, timeZone }: KeyQuestion,
  embedded: Embedded,
  control: ReadControl,
): Promise<Constant[] | undefined> {
  const scope = { relations: [{ ...relation, names: [{ table: "rows" }] }], timeZone };
  const columns = await embedded.describe('select * from "rows"', scope);
  const key = columns[column];
  if (!key || keyFamily(key.type) !== family) return undefined;
  const name = identifier(key.name);
  const wanted = [`${name} is not null`, conditionOf(scan, columns)].filter(
    (part) => part !== undefined,
  );
  const sql = `select distinct ${name} as k from "rows" where ${wanted.join(" and ")}`;
  const { signal } = control;
  const { result, more } = await embedded.rows(sql, most, scope, { signal });
  if (more) return undefined;
  const constants = Array.from(result.columns[0]?.values ?? [], (value) =>
    constantOf(value, family),
  );
  if (family === "date" && constants.some(({ text }) => !/^\d{4}-\d\d-\d\d$/.test(text))) {
    return undefined;
  }
  const characters = constants.reduce((sum, { text }) => sum + text.length, 0);
  return characters > MOST_CHARACTERS ? undefined : constants;
}

function conditionOf({ conditions }: Scan, columns: readonly Column[]): string | undefined {
  const predicate: Predicate | undefined = allOf(conditions.map((one) => one.predicate));
  const named = columns.map((column) => ({ ...column, sql: identifier(column.name) }));
  return predicate && renderPredicate(predicate, named, dialects.duckdb.pushDown);
}

function constantOf(value: Value, family: KeyFamily): Constant {
  const text = String(value);
  return { kind: family === "integer" ? "number" : family, text };
}
