/**
 * Calls and averages of a plan as functions of groups, typed once:
 *
 *   stored column or literal ─▶ kind ─▶ operation by the dialect's rules ─▶ kind ─▶ … ─▶ value
 */
import type { ArithmeticDialect, CubeExpression } from "../../contract/cube.js";
import { columnAt, type FoldTable } from "../table.js";
import type { OfGroup, TypedValue } from "../typed-value.js";
import { readCell } from "./cells.js";
import { bigquery, snowflake, trino } from "./cloud.js";
import { duckdb } from "./duckdb.js";
import { choiceOf } from "./logic.js";
import { mysql } from "./mysql.js";
import { postgresql } from "./postgresql.js";
import { sqlite } from "./sqlite.js";
import type { Cell, Kind, Operation } from "./kind.js";
import { unproved } from "./refused.js";
import type { CastTarget, Leaf, Rules } from "./rules.js";

const RULES = {
  bigquery,
  duckdb,
  mysql,
  postgresql,
  snowflake,
  sqlite,
  trino,
} as const satisfies Record<ArithmeticDialect, Rules>;

/** Its own kind, and the value of each group. */
interface Computed {
  readonly kind: Kind;
  readonly of: (group: number) => Cell;
}

type Call = Extract<CubeExpression, { is: "call" }>;

/**
 * `leafOf` has the values of what is no call. Throws {@link Refused} where an operation is not
 * proved; values throw a FoldFault where the source refuses the query.
 */
export function arithmeticOf(
  expression: Extract<CubeExpression, { is: "call" | "average" }>,
  table: FoldTable,
  dialect: ArithmeticDialect,
  leafOf: (leaf: Leaf) => OfGroup,
): OfGroup {
  const rules = RULES[dialect];

  function compute(part: CubeExpression): Computed {
    switch (part.is) {
      case "literal": {
        if (part.value === null) return { kind: { is: "nothing" }, of: () => null };
        if (typeof part.value === "boolean") return { kind: { is: "truth" }, of: () => part.value };
        const { kind, cell } = rules.literal(part.type, part.value);
        return { kind, of: () => cell };
      }
      case "average": {
        const sum = compute({ is: "sum", column: part.sum });
        const count = compute({ is: "count", column: part.count });
        return strict(rules.average(sum.kind, count.kind), [sum, count]);
      }
      case "call":
        return callOf(part);
      default: {
        const column = columnAt(table, part.column);
        const kind = rules.leaf(part.is, column);
        const { reals } = part.is === "sum" ? part : {};
        const value = leafOf(part);
        if (reals !== undefined) return realSum(kind, value, leafOf({ is: "or", column: reals }));
        return {
          kind,
          of(group) {
            const { type, value: stored } = value(group);
            return readCell(kind, type, stored);
          },
        };
      }
    }
  }

  function callOf({ call, arguments: given }: Call): Computed {
    const [first] = given;
    if (!first) throw new Error(`\`${call}\` lacks its operand`);
    if (call === "round" || call.startsWith("cast")) {
      const operand = compute(first);
      const numbers = given.slice(1).map(numberOf);
      const operation =
        call === "round"
          ? rules.round(operand.kind, numbers[0])
          : rules.cast(operand.kind, targetOf(call, numbers));
      return strict(operation, [operand]);
    }
    const operands = given.map(compute);
    const kinds = operands.map(({ kind }) => kind);
    const choice = choiceOf(call, kinds, rules);
    if (choice) {
      return {
        kind: choice.kind,
        of: (group) =>
          choice.of(
            operands.map(
              ({ of }) =>
                () =>
                  of(group),
            ),
          ),
      };
    }
    if (kinds.some(({ is }) => is === "nothing")) throw unproved("arithmetic with NULL");
    return strict(numberOperation(call, kinds, rules), operands);
  }

  const { kind, of } = compute(expression);
  const nothing = rules.write(kind, null);
  return (group): TypedValue => {
    // No group is there: the type is asked for.
    const cell = group < 0 ? null : of(group);
    return cell === null ? nothing : rules.write(kind, cell);
  };
}

/** NULL where an operand is. */
function strict({ kind, of }: Operation, operands: readonly Computed[]): Computed {
  const [one, other] = operands;
  return {
    kind,
    of(group) {
      const first = one?.of(group) ?? null;
      if (first === null) return null;
      if (!other) return of(first);
      const second = other.of(group);
      return second === null ? null : of(first, second);
    },
  };
}

function numberOperation(call: Call["call"], [one, other]: readonly Kind[], rules: Rules) {
  if (one && call === "negate") return rules.negate(one);
  if (!one || !other || (call !== "+" && call !== "-" && call !== "*" && call !== "/")) {
    throw new Error(`\`${call}\` lacks an operand`);
  }
  return rules.arithmetic(call, one, other);
}

/** SQLite's sum is a double when one of its values is, though it may be whole. */
function realSum(kind: Kind, sum: OfGroup, reals: OfGroup): Computed {
  return {
    kind: kind.is === "dynamic" ? { ...kind, certain: true } : kind,
    of(group) {
      const { type, value } = sum(group);
      const cell = readCell(kind, type, value);
      const isReal = Number(reals(group).value) !== 0;
      return typeof cell === "number" && !isReal ? BigInt(cell) : cell;
    },
  };
}

function targetOf(call: Call["call"], [first, second]: readonly number[]): CastTarget {
  if (call === "cast to double") return { to: "double" };
  if (call === "cast to integer")
    return { to: "integer", bits: first === 32 ? 32 : first === 128 ? 128 : 64 };
  return {
    to: "decimal",
    ...(first !== undefined && { precision: first }),
    ...(second !== undefined && { scale: second }),
  };
}

function numberOf(expression: CubeExpression): number {
  if (expression.is !== "literal") throw new Error("Digits are no number");
  return Number(expression.value);
}
