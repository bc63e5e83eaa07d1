/** Joins, and subqueries that are joins. */
import type { BoundRelation } from "./bound-query.js";
import { held } from "./held.js";
import { derivedFrom, renamed, rest, select, type Part, type WriteContext } from "./part.js";
import { writeComparison, writeExpression } from "./write-expression.js";

/** `first` and `second` are what stands left and right of it. */
export function writeJoin(
  relation: Extract<BoundRelation, { is: "join" }>,
  [first, second]: readonly [Part, Part],
  { rules, nextAlias }: WriteContext,
): Part {
  const { kind, pairs, on } = relation;
  const isOuter = kind === "left" || kind === "right" || kind === "full";
  const left = isOuter ? derived(first, nextAlias) : first;
  const right = isOuter ? derived(second, nextAlias) : second;
  const conditions = [
    ...pairs.map((pair) =>
      writeComparison(
        writeExpression(pair.left, left.cells, rules),
        pair.comparison,
        writeExpression(pair.right, right.cells, rules),
        rules,
        pair.left,
      ),
    ),
    ...(on ? [writeExpression(on, [...left.cells, ...right.cells], rules).sql] : []),
  ];
  switch (kind) {
    case "mark": {
      const [pair] = pairs;
      if (!pair || pairs.length > 1 || on || pair.comparison !== "=")
        throw held(
          "a subquery behind ALL or ANY, or of several columns",
          relation,
          "all",
          "any",
          "in",
        );
      const value = writeExpression(pair.left, left.cells, rules);
      const among = writeExpression(pair.right, right.cells, rules);
      const mark = `(${value.sql} in (select ${among.sql}${rest(right)}))`;
      return { ...left, cells: [...left.cells, { sql: mark, type: "bool" }] };
    }
    case "semi":
    case "anti": {
      const where = [...right.where, ...conditions];
      const exists = `exists (select 1${rest({ ...right, where })})`;
      return { ...left, where: [...left.where, kind === "semi" ? exists : `not ${exists}`] };
    }
    default:
  }
  // One row of what the query around it has is no table.
  if (kind === "inner" && conditions.length === 0 && right.from === "")
    return {
      ...left,
      where: [...left.where, ...right.where],
      cells: [...left.cells, ...right.cells],
      order: [],
    };
  const word = kind === "inner" && conditions.length === 0 ? "cross" : kind;
  const from = [
    left.from === "" ? "(select 1) hw_row" : left.from,
    `${word} join ${right.joined ? `(${right.from})` : right.from === "" ? "(select 1) hw_row" : right.from}`,
    ...(word === "cross" ? [] : [`on ${conditions.join(" and ") || "true"}`]),
  ].join(" ");
  return {
    from,
    joined: true,
    where: [...left.where, ...right.where],
    cells: [...left.cells, ...right.cells],
    order: [],
  };
}

/** `of` and what `among` has for each row of it. */
export function writeExists(
  { given, same, at }: Extract<BoundRelation, { is: "exists" }>,
  of: Part,
  among: Part,
  { rules }: WriteContext,
): Part {
  const outside = given.map((outer) => writeExpression(outer, of.cells, rules).sql);
  // Without, each row is held against each, where DuckDB takes each value once.
  const isLookedUp = among.where.some((one) =>
    outside.some((sql) => one.startsWith(`(${sql} = `) || one.endsWith(` = ${sql})`)),
  );
  if (!isLookedUp)
    throw held(
      "EXISTS with no `=` to a column of the query around it",
      at === undefined ? {} : { at },
    );
  const conditions = given.flatMap((outer, at) => {
    const inner = same[at];
    if (!inner) return [];
    const [here, there] = [
      writeExpression(outer, of.cells, rules),
      writeExpression(inner, among.cells, rules),
    ];
    if (here.sql === there.sql) return [];
    return [writeComparison(there, "is not distinct from", here, rules, outer)];
  });
  const where = [...among.where, ...conditions];
  const sql = `(exists (select 1${rest({ ...among, where })}))`;
  return { ...of, cells: [...of.cells, { sql, type: "bool" }] };
}

/** So that its cells are columns, which an outer join fills with NULL. */
function derived(part: Part, nextAlias: () => string): Part {
  const isPlain = part.cells.every((cell) => "reason" in cell || /^t\d+\.c\d+$/.test(cell.sql));
  if (isPlain && part.where.length === 0 && part.from !== "") return { ...part, order: [] };
  return derivedFrom(select(part, renamed(part.cells, "").columns), part.cells, nextAlias());
}
