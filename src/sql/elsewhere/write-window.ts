/** Window functions: what each row has of the rows around it. */
import type { BoundRelation, Expression, OrderKey, WindowValue } from "./bound-query.js";
import type { EngineRules, Written } from "./engine-rules.js";
import { held } from "./held.js";
import { derivedFrom, grouped, rest, type Order, type Part, type WriteContext } from "./part.js";
import { typeName } from "./type-name.js";
import { writeAggregate } from "./write-aggregate.js";
import { cellFrom, writeExpression, type Cell } from "./write-expression.js";

export function writeWindow(
  relation: Extract<BoundRelation, { is: "window" }>,
  of: Part,
  { rules, nextAlias }: WriteContext,
): Part {
  const values = relation.values.map((one) => cellFrom(() => writeValue(one, of, rules)));
  const all = [...of.cells, ...values];
  const columns = all.flatMap((cell, at) => ("reason" in cell ? [] : [`${cell.sql} as c${at}`]));
  const part = derivedFrom(`select ${columns.join(", ") || "1 as c"}${rest(of)}`, all, nextAlias());
  const keys = of.keys?.map((key) => {
    const cell = part.cells[of.cells.findIndex((one) => "sql" in one && one.sql === key)];
    return cell && "sql" in cell ? cell.sql : undefined;
  });
  return keys?.every((key) => key !== undefined) ? { ...part, keys } : part;
}

/** Rows that are alike in the order of the window have the same of these. */
const OF_PEERS = new Set(["rank", "dense_rank"]);
/** These take one of the rows that are alike before another. */
const OF_ROWS = new Set(["row_number", "lag", "lead"]);

function writeValue(value: WindowValue, of: Part, rules: EngineRules): Written {
  const { name, type, frame, more } = value;
  const what = `the window function \`${name}\``;
  if (more !== undefined) throw held(`${what} with ${more}`, {}, name);
  const partitions = value.partitions.map(
    (one) => grouped(writeExpression(one, of.cells, rules), rules, "PARTITION BY", one).sql,
  );
  const order = value.order.map((key) => orderOf(key, of.cells, rules));
  const isAggregate = !OF_PEERS.has(name) && !OF_ROWS.has(name);
  const byRow = OF_ROWS.has(name) || (isAggregate && frame.startsWith("rows "));
  if (byRow && !isTotal(of, [...partitions, ...order.map(({ sql }) => sql)]))
    throw held(`${what} whose ORDER BY does not tell all rows apart`, {}, name);
  const parts = [
    ...(partitions.length > 0 ? [`partition by ${partitions.join(", ")}`] : []),
    ...(order.length > 0
      ? [`order by ${order.map(({ sql, how }) => `${sql} ${how}`).join(", ")}`]
      : []),
    ...(isAggregate ? [frame] : []),
  ];
  const over = ` over (${parts.join(" ")})`;
  if (isAggregate) {
    const plain = { ...withoutFilter(value), distinct: false, ordered: false };
    return writeAggregate(plain, of.cells, rules, over);
  }
  if (value.filter) throw held(`${what} with FILTER`, {}, name);
  return { sql: `${call(value, of.cells, rules)}${over}`, type };
}

/** The rows that do not count have NULL, since not every engine has FILTER in a window. */
function withoutFilter({ filter: when, ...value }: WindowValue): WindowValue {
  if (!when) return value;
  const [of, ...more] = value.args;
  const counted: Expression = of ?? { is: "constant", text: "true", type: "bool" };
  const { type } = counted;
  const nothing: Expression = { is: "constant", text: null, type };
  const only: Expression = {
    is: "case",
    checks: [{ when, value: counted }],
    otherwise: nothing,
    type,
  };
  return { ...value, name: of ? value.name : "count", args: [only, ...more] };
}

function call(
  { name, args, offset }: WindowValue,
  cells: readonly Cell[],
  rules: EngineRules,
): string {
  if (name !== "lag" && name !== "lead") return `${name}()`;
  const [of, ...more] = args;
  const constant = offset?.is === "cast" ? offset.of : offset;
  const rows = constant === undefined ? "1" : constant.is === "constant" ? constant.text : null;
  if (!of || more.length > 0 || rows === null || !/^\d{1,9}$/.test(rows))
    throw held(`the window function \`${name}\` by rows that are no number`, {}, name);
  return `${name}(${writeExpression(of, cells, rules).sql}, ${rows})`;
}

function orderOf(
  { by, descending, nullsFirst }: OrderKey,
  cells: readonly Cell[],
  rules: EngineRules,
): Order {
  const value = writeExpression(by, cells, rules);
  if (!rules.groups(value.type)) throw held(`an order of ${typeName(value.type)}`, by);
  const how = `${descending ? "desc" : "asc"} nulls ${nullsFirst ? "first" : "last"}`;
  return { sql: value.sql, how };
}

/** Whether rows that are alike in these are the same, or the only ones. */
function isTotal({ keys, cells }: Part, known: readonly string[]): boolean {
  const all = cells.map((cell) => ("sql" in cell ? cell.sql : ""));
  return [keys ?? [""], all].some((some) => some.every((one) => known.includes(one)));
}
