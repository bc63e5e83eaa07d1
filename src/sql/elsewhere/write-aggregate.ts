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
  const called = name === "count_star" ? "count" : name;
  const words = [called, ...(ALSO[called] ?? [])];
  const strange = () => {
    const of = args.length > 0 ? ` of ${args.map((one) => typeName(one.type)).join(", ")}` : "";
    return held(`\`${called}\`${of}`, {}, ...words);
  };
  if (!KNOWN.has(called)) throw strange();
  const [first, ...more] = args.map((one) => writeExpression(one, cells, rules));
  const word = distinct ? "distinct " : "";
  const only = filter ? ` filter (where ${writeExpression(filter, cells, rules).sql})` : "";
  const behind = `${only}${over}`;
  if (ordered) throw held(`\`${name}\` with an order`, {}, ...words);
  if (distinct && (!first || !rules.groups(first.type)))
    throw held(`\`${name}\` of distinct ${first ? typeName(first.type) : "rows"}`, {}, ...words);
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
  throw strange();
}

const KNOWN = new Set(["count", "min", "max", "sum", "avg"]);
/** What people write for them as well. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  any_value: ["arbitrary"],
  avg: ["mean"],
  quantile_cont: ["percentile_cont"],
  quantile_disc: ["percentile_disc"],
  string_agg: ["listagg", "group_concat"],
};

/** DuckDB's. */
function sumType(of: BoundType | undefined): BoundType | undefined {
  if (of === undefined || !isExactNumber(of)) return undefined;
  return isInteger(of) ? "int128" : (`decimal(38,${/,(\d+)\)/.exec(of)?.[1] ?? "0"})` as BoundType);
}
