import type { Aggregate, BoundType } from "./bound-query.js";
import { isExactNumber, isInteger, type EngineRules, type Written } from "./engine-rules.js";
import { held } from "./held.js";
import { typeName } from "./type-name.js";
import { writeExpression, type Cell } from "./write-expression.js";

/** `over` is the window of one that is asked for each row. */
export function writeAggregate(
  { name, args, type, distinct, filter, ordered }: Aggregate,
  cells: readonly Cell[],
  rules: EngineRules,
  over = "",
): Written {
  const [first, ...more] = args.map((one) => writeExpression(one, cells, rules));
  const word = distinct ? "distinct " : "";
  const only = filter ? ` filter (where ${writeExpression(filter, cells, rules).sql})` : "";
  const behind = `${only}${over}`;
  if (ordered) throw held(`\`${name}\` with an order`, args[0], name);
  if (distinct && (!first || !rules.groups(first.type)))
    throw held(`\`${name}\` of distinct ${first ? typeName(first.type) : "rows"}`, args[0], name);
  const written = (sql: string): Written => ({ sql: `${sql}${behind}`, type });
  switch (more.length === 0 ? name : "") {
    case "count_star":
      return written("count(*)");
    case "count":
      return first ? written(`count(${word}${first.sql})`) : written("count(*)");
    case "min":
    case "max":
      if (!first || !rules.hasExtremes(first.type)) break;
      return written(`${name}(${first.sql})`);
    case "sum": {
      const to = sumType(first?.type);
      const own = to && rules.typeWord(to);
      if (!first || own === undefined || to !== type) break;
      const sum = rules.sum(first, own, word, behind);
      return { sql: sum, type };
    }
    case "avg": {
      const average = first && over === "" ? rules.average?.(first, word, only) : undefined;
      if (average === undefined || type !== "float64") break;
      return { sql: average, type };
    }
    default:
  }
  const of = [first, ...more].flatMap((one) => (one ? typeName(one.type) : []));
  const called = name === "count_star" ? "count" : name;
  throw held(`\`${called}\`${of.length > 0 ? ` of ${of.join(", ")}` : ""}`, {}, called);
}

/** DuckDB's. */
function sumType(of: BoundType | undefined): BoundType | undefined {
  if (of === undefined || !isExactNumber(of)) return undefined;
  return isInteger(of) ? "int128" : (`decimal(38,${/,(\d+)\)/.exec(of)?.[1] ?? "0"})` as BoundType);
}
