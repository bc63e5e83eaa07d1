/** The plan of one merge: what its SQL needs of each model whose rows lie in a source. */
import type { MergeModel } from "../../project/objects.js";
import type { MergeEngine } from "../../readers/contract.js";
import { keyEdges } from "./key-edges.js";
import { isUnsure, legNeed, wholeNeed, type LegNeed } from "./leg-need.js";
import { plannedTable, type LegChild, type MergeChild } from "./merge-children.js";
import type { PlanFacts } from "../../sql/plan-facts.js";

export interface MergePlan {
  readonly sql: string;
  readonly children: readonly MergeChild[];
  readonly facts: PlanFacts;
  /** By the model's id, for the legs. */
  readonly needs: ReadonlyMap<string, LegNeed>;
}

export interface PlanLegsOptions {
  readonly engine: MergeEngine;
  readonly timeZone: string;
  /** Everything is moved. */
  readonly whole?: boolean | undefined;
  /** The columns of a leg after a look at its rows inside the source; see `Source.confirm`. */
  readonly confirm: (child: LegChild) => Promise<LegChild["columns"] | undefined>;
}

/**
 * Plans the merge over the columns that the sources describe. `confirm` is asked about legs that
 * conditions or join keys could narrow if their types were certain; the needs follow from its
 * answer. SQL that is not understood needs its models whole.
 */
export async function planLegs(
  merge: MergeModel,
  described: readonly MergeChild[],
  options: PlanLegsOptions,
): Promise<MergePlan> {
  const facts = await factsOf(merge, described, options);
  const children = await Promise.all(
    described.map(async (child, at) => {
      if (child.kind !== "leg" || !couldBeNarrowed(facts, at, child)) return child;
      const columns = await options.confirm(child);
      return columns ? { ...child, columns } : child;
    }),
  );
  return { sql: merge.sql, children, facts, needs: needsOf(merge.sql, facts, children) };
}

async function factsOf(
  merge: MergeModel,
  children: readonly MergeChild[],
  { engine, timeZone, whole = false }: PlanLegsOptions,
): Promise<PlanFacts> {
  const hasLegs = children.some(({ kind }) => kind === "leg");
  if (whole || !hasLegs) return { understood: false, reason: "whole models were asked for" };
  return engine.plan(merge.sql, { tables: children.map(plannedTable), timeZone }, {});
}

/** Whether a closer look at a leg's types could let conditions or keys through. */
function couldBeNarrowed(facts: PlanFacts, at: number, { columns }: LegChild): boolean {
  if (!facts.understood || columns.every(({ exact }) => exact)) return false;
  const hasConditions = facts.scans.some(
    ({ table, conditions }) => table === at && conditions.some(({ predicate }) => predicate),
  );
  return hasConditions || keyEdges(facts).some(({ to }) => to.table === at);
}

/** What the facts say of each leg. */
export function needsOf(
  sql: string,
  facts: PlanFacts,
  children: readonly MergeChild[],
): ReadonlyMap<string, LegNeed> {
  const needs = new Map<string, LegNeed>();
  for (const [at, child] of children.entries()) {
    if (child.kind !== "leg") continue;
    const { columns, source, model } = child;
    const table = { columns, dialect: source.info.dialect };
    const named = names(sql, model.name) ? namedColumns(sql, columns) : [];
    needs.set(model.id, legNeed(facts, at, table, named));
  }
  return needs;
}

/**
 * Columns of types that only their rows can tell, as far as the SQL may name them. A plan that does
 * without one may rest on its type (`typeof(x)`), so that its type must be known.
 */
function namedColumns(sql: string, columns: LegChild["columns"]): number[] {
  const isAll = /\*\s*(?:,|from\b|exclude\b|replace\b|rename\b|$)|columns\s*\(/i.test(sql);
  return columns.flatMap((column, at) =>
    isUnsure(column) && (isAll || names(sql, column.name)) ? [at] : [],
  );
}

/** Whether a name may stand in SQL. */
function names(sql: string, name: string): boolean {
  if (name.includes('"')) return true;
  const pattern = name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])${pattern}(?![\p{L}\p{N}_])`, "iu").test(sql);
}

/** The need of a leg of which nothing else is known. */
export function needOfAll(child: LegChild): LegNeed {
  return wholeNeed(child.columns, []);
}
