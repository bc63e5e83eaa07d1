/**
 * What merges need of a model below them: facts of the plan → columns and a condition that its
 * source can be asked.
 */
import { isDeepStrictEqual } from "node:util";
import { dialects } from "../../sql/dialects.js";
import type { LegColumn } from "../../sql/leg-query.js";
import { allOf, anyOf, type Predicate } from "../../sql/push-down/predicate.js";
import { renderPredicate } from "../../sql/push-down/render-predicate.js";
import type { DialectName } from "../../sql/dialect.js";
import type { PlanFacts, Scan } from "../../sql/plan-facts.js";

/** Something that was not pushed, and why. */
export interface NotPushed {
  readonly what: string;
  readonly why: string;
}

export interface LegNeed {
  /** False when the SQL reads no row of it. */
  readonly used: boolean;
  /** Positions, ascending. */
  readonly columns: readonly number[];
  /** Absent: all rows. */
  readonly predicate?: Predicate;
  readonly notPushed: readonly NotPushed[];
}

export interface LegTable {
  readonly columns: readonly LegColumn[];
  readonly dialect: DialectName;
}

/** All of a model, as when its merge's SQL is not understood. */
export function wholeNeed(columns: readonly unknown[], notPushed: readonly NotPushed[]): LegNeed {
  return { used: true, columns: columns.map((_, index) => index), notPushed };
}

/**
 * What one merge needs of its table at position `at`, besides columns that are read for their types
 * alone.
 */
export function legNeed(
  facts: PlanFacts,
  at: number,
  table: LegTable,
  untyped: readonly number[] = [],
): LegNeed {
  const { columns } = table;
  if (!facts.understood) {
    return wholeNeed(columns, [{ what: "columns and conditions", why: facts.reason }]);
  }
  const scans = facts.scans.filter((scan) => scan.table === at);
  if (scans.length === 0 && untyped.length === 0)
    return { used: false, columns: [], notPushed: [] };
  const wanted = new Set([...scans.flatMap((scan) => scan.columns), ...untyped]);
  const needed = [...wanted].toSorted((a, b) => a - b);
  const unsure = needed
    .map((column) => columns[column])
    .find((column) => column && isUnsure(column));
  if (unsure) {
    const why = `the type of \`${unsure.name}\` depends on the rows that are read`;
    const notPushed = distinct(conditionsOf(scans).map(({ text }) => ({ what: text, why })));
    return { used: true, columns: needed, notPushed };
  }
  const predicate = anyOf(scans.map((scan) => sayable(scan, table)));
  const notPushed = conditionsOf(scans).flatMap((condition) => {
    const why = predicate
      ? whyNot(condition.predicate, table)
      : (whyNot(condition.predicate, table) ?? ELSEWHERE);
    return why === undefined ? [] : [{ what: condition.text, why }];
  });
  return {
    used: true,
    columns: needed,
    notPushed: distinct(notPushed),
    ...(predicate && { predicate }),
  };
}

/** A plan may hold one condition in several places. */
function distinct<T>(list: readonly T[]): T[] {
  return list.filter(
    (one, index) => list.findIndex((other) => isDeepStrictEqual(other, one)) === index,
  );
}

const ELSEWHERE = "the SQL reads the model in another place too, where all rows are needed";

/** True where the rows decide what a column is: with fewer of them it could become another. */
export function isUnsure({ exact, type, nativeType }: LegColumn): boolean {
  return !exact || type === "decimal" || /HUGEINT|BIGNUM/.test(nativeType);
}

function conditionsOf(scans: readonly Scan[]) {
  return scans.flatMap((scan) => scan.conditions);
}

/** The conditions of a scan that the source's dialect can say; undefined when there is none. */
function sayable(scan: Scan, table: LegTable): Predicate | undefined {
  return allOf(
    scan.conditions.map(({ predicate }) =>
      predicate && isSayable(predicate, table) ? predicate : undefined,
    ),
  );
}

function isSayable(predicate: Predicate, { columns, dialect }: LegTable): boolean {
  const named = columns.map((column) => ({ ...column, sql: column.name }));
  return renderPredicate(predicate, named, dialects[dialect].pushDown) !== undefined;
}

function whyNot(predicate: Predicate | undefined, table: LegTable): string | undefined {
  if (!predicate) return "it cannot be said at the source with certainly the same meaning";
  if (isSayable(predicate, table)) return undefined;
  return "its meaning at the source could differ for these types";
}

/** What several merges need of one model: a row or column that any of them needs. */
export function unionOfNeeds(needs: readonly LegNeed[]): LegNeed {
  const used = needs.filter((need) => need.used);
  if (used.length === 0) return { used: false, columns: [], notPushed: [] };
  const columns = [...new Set(used.flatMap((need) => need.columns))].toSorted((a, b) => a - b);
  const predicate = anyOf(distinct(used.map((need) => need.predicate)));
  const notPushed = distinct(used.flatMap((need) => need.notPushed));
  return { used: true, columns, notPushed, ...(predicate && { predicate }) };
}

/** Whether rows and columns that were fetched are enough for a need. */
export function covers(fetched: LegNeed, need: LegNeed): boolean {
  if (!need.used) return true;
  if (!fetched.used || need.columns.some((column) => !fetched.columns.includes(column)))
    return false;
  const { predicate } = fetched;
  if (!predicate || isDeepStrictEqual(predicate, need.predicate)) return true;
  return (
    predicate.is === "or" && predicate.of.some((part) => isDeepStrictEqual(part, need.predicate))
  );
}
