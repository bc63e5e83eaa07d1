/**
 * What a merge's SQL needs of the tables below it, read from DuckDB's optimised plan. The tables
 * are functions named `hw_c<n>`, of which nothing is known but their columns: so the plan is that
 * of the SQL for all data, and a condition that stands above a scan holds for every row that
 * matters.
 */
import type { JoinKey, JoinSide, PlanFacts, Scan, ScanCondition } from "../../sql/plan-facts.js";
import { expressionText } from "./expression-text.js";
import { field, isNode, items, parsePlan, positionOf, textOf, type Json } from "./plan-json.js";
import { readPredicate } from "./plan-predicate.js";

/** Where a value comes from, if it is a column of a scan as it is. */
type Origin = JoinSide | undefined;
/**
 * Origins of all columns of an operator's output; undefined when even their number is not known.
 */
type Lineage = readonly Origin[] | undefined;

/** Name of the function that stands for a table in the plan. */
export function tableFunctionName(table: number): string {
  return `hw_c${table}`;
}

/**
 * `columnNames[table]` are the names of its columns. Anything not understood makes the whole plan
 * so.
 */
export function readPlan(text: string, columnNames: readonly (readonly string[])[]): PlanFacts {
  let plan: Json;
  try {
    plan = parsePlan(text);
  } catch {
    return notUnderstood("DuckDB's plan could not be read.");
  }
  if (field(plan, "error") !== false) {
    return notUnderstood(textOf(field(plan, "error_message")).split("\n")[0] ?? "");
  }
  const plans = items(field(plan, "plans"));
  const [root] = plans;
  if (root === undefined || plans.length !== 1) return notUnderstood("it is not one query.");
  const walk = new PlanWalk(columnNames);
  walk.lineage(root);
  if (countScans(plans) !== walk.reached) {
    return notUnderstood("a part of DuckDB's plan is not known to this version.");
  }
  return { understood: true, scans: walk.scans, joins: walk.joins };
}

function notUnderstood(reason: string): PlanFacts {
  return { understood: false, reason };
}

/** Every scan in the document, wherever it hides. */
function countScans(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countScans(item), 0);
  if (!isNode(value)) return 0;
  const own = value["type"] === "LOGICAL_GET" ? 1 : 0;
  return Object.values(value).reduce((sum: number, item) => sum + countScans(item), own);
}

interface FoundScan extends Scan {
  readonly conditions: ScanCondition[];
}

class PlanWalk {
  readonly scans: FoundScan[] = [];
  readonly joins: JoinKey[] = [];
  /** Scans of any function that were met. */
  reached = 0;

  constructor(private readonly columnNames: readonly (readonly string[])[]) {}

  /** Walks an operator and all below it. */
  lineage(node: Json): Lineage {
    const children = items(field(node, "children"));
    const below = children.map((child) => this.lineage(child));
    const [first, second] = below;
    switch (textOf(field(node, "type"))) {
      case "LOGICAL_GET":
        return this.#scan(node);
      case "LOGICAL_FILTER":
        this.#filter(node, children[0], first);
        return mapped(first, field(node, "projection_map"));
      case "LOGICAL_PROJECTION":
        return items(field(node, "expressions")).map((expression) => originOf(expression, first));
      case "LOGICAL_COMPARISON_JOIN":
      case "LOGICAL_DELIM_JOIN":
      case "LOGICAL_ANY_JOIN":
      case "LOGICAL_ASOF_JOIN":
        return this.#join(node, first, second);
      case "LOGICAL_CROSS_PRODUCT":
        return first && second && [...first, ...second];
      case "LOGICAL_ORDER_BY":
        return mapped(first, field(node, "projection_map"));
      case "LOGICAL_AGGREGATE_AND_GROUP_BY":
        return grouped(node, first);
      case "LOGICAL_WINDOW":
        return first && [...first, ...items(field(node, "expressions"))].map(() => undefined);
      default:
        return undefined;
    }
  }

  #scan(node: Json): Lineage {
    this.reached += 1;
    const table = Number(/^hw_c(\d+)$/.exec(textOf(field(node, "name")))?.[1] ?? -1);
    const names = this.columnNames[table];
    if (!names) return undefined;
    // A position beyond the columns stands for none: `count(*)`.
    const read = items(field(node, "column_indexes")).map((column) =>
      positionOf(field(column, "index")),
    );
    const known = read.filter((column) => column >= 0 && column < names.length);
    const columns = [...new Set(known)].toSorted((a, b) => a - b);
    const scan = this.scans.push({ table, columns, conditions: [] }) - 1;
    const output = items(field(node, "projection_ids"));
    const order = output.length > 0 ? output.map((id) => read[positionOf(id)] ?? -1) : read;
    return order.map((column) => (column >= 0 ? { scan, column } : undefined));
  }

  /** Conditions over one scan with nothing between but filters and projections. */
  #filter(node: Json, below: Json | undefined, lineage: Lineage): void {
    let at = below;
    while (/^LOGICAL_(FILTER|PROJECTION)$/.test(textOf(field(at, "type")))) {
      at = items(field(at, "children"))[0];
    }
    const scan = lineage?.find((origin) => origin !== undefined)?.scan;
    const found = scan === undefined ? undefined : this.scans[scan];
    if (textOf(field(at, "type")) !== "LOGICAL_GET" || !found) return;
    const names = this.columnNames[found.table] ?? [];
    const columnOf = (expression: Json | undefined) => originOf(expression, lineage)?.column;
    for (const expression of items(field(node, "expressions"))) {
      const predicate = readPredicate(expression, columnOf);
      const text = expressionText(expression, (part) => names[columnOf(part) ?? -1]);
      found.conditions.push({ text, ...(predicate && { predicate }) });
    }
  }

  #join(node: Json, first: Lineage, second: Lineage): Lineage {
    const type = textOf(field(node, "join_type"));
    const isPlain = textOf(field(node, "type")) === "LOGICAL_COMPARISON_JOIN";
    for (const condition of isPlain ? items(field(node, "conditions")) : []) {
      if (textOf(field(condition, "comparison")) !== "COMPARE_EQUAL") continue;
      const left = keyOrigin(field(condition, "left"), first);
      const right = keyOrigin(field(condition, "right"), second);
      if (left && right) this.joins.push({ type, left, right });
    }
    const left = mapped(first, field(node, "left_projection_map"));
    const right = mapped(second, field(node, "right_projection_map"));
    if (type === "SEMI" || type === "ANTI") return left;
    if (type === "RIGHT_SEMI" || type === "RIGHT_ANTI") return right;
    if (type === "MARK") return left && [...left, undefined];
    if (!left || !right) return undefined;
    // Beyond the side that is filled up with NULLs, a missing row is not the same as one that does
    // not match.
    const keepsLeft = isPlain && (type === "INNER" || type === "LEFT");
    const keepsRight = isPlain && (type === "INNER" || type === "RIGHT");
    return [
      ...left.map((origin) => (keepsLeft ? origin : undefined)),
      ...right.map((origin) => (keepsRight ? origin : undefined)),
    ];
  }
}

function originOf(expression: Json | undefined, lineage: Lineage): Origin {
  if (textOf(field(expression, "type")) !== "BOUND_REF") return undefined;
  return lineage?.[positionOf(field(expression, "index"))];
}

/**
 * The origin of a join's side, also where a smaller integer was widened to be compared with a
 * larger one.
 */
function keyOrigin(expression: Json | undefined, lineage: Lineage): Origin {
  if (textOf(field(expression, "type")) !== "OPERATOR_CAST") return originOf(expression, lineage);
  const child = field(expression, "child");
  const [from, to] = [child, expression].map(
    (part) => INTEGERS[textOf(field(field(part, "return_type"), "id"))],
  );
  if (!from || !to || from.bits >= to.bits || (from.signed && !to.signed)) return undefined;
  return originOf(child, lineage);
}

const INTEGERS: Readonly<Record<string, { readonly bits: number; readonly signed: boolean }>> = {
  TINYINT: { bits: 8, signed: true },
  SMALLINT: { bits: 16, signed: true },
  INTEGER: { bits: 32, signed: true },
  BIGINT: { bits: 64, signed: true },
  HUGEINT: { bits: 128, signed: true },
  UTINYINT: { bits: 8, signed: false },
  USMALLINT: { bits: 16, signed: false },
  UINTEGER: { bits: 32, signed: false },
  UBIGINT: { bits: 64, signed: false },
};

/** Output columns chosen by position; without a choice, all. */
function mapped(lineage: Lineage, choice: Json | undefined): Lineage {
  const positions = items(choice);
  return positions.length > 0 ? positions.map((at) => lineage?.[positionOf(at)]) : lineage;
}

/**
 * Keys of a plain GROUP BY: without a row of a group's value there is no group, which is what no
 * partner comes to.
 */
function grouped(node: Json, lineage: Lineage): Lineage {
  const isPlain = items(field(node, "grouping_sets")).length <= 1;
  const groups = items(field(node, "groups"));
  const others = [
    ...items(field(node, "expressions")),
    ...items(field(node, "grouping_functions")),
  ];
  return [
    ...groups.map((group) => (isPlain ? originOf(group, lineage) : undefined)),
    ...others.map(() => undefined),
  ];
}
