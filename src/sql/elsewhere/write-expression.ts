/** Expressions of a bound query in another engine's SQL, as far as they mean the same there. */
import { quoteText } from "../quote.js";
import type { BoundType, Expression } from "./bound-query.js";
import { isExactNumber, isInteger, type EngineRules, type Written } from "./engine-rules.js";
import { typeName } from "./type-name.js";
import { held, Held, type HeldReason } from "./held.js";

/** A column of the rows below, or why it cannot be used. */
export type Cell = Written | { readonly reason: HeldReason };

/** Throws {@link Held} where the expression may mean something else there. */
export function writeExpression(
  expression: Expression,
  cells: readonly Cell[],
  rules: EngineRules,
): Written {
  const { type } = expression;
  const write = (one: Expression) => writeExpression(one, cells, rules);
  switch (expression.is) {
    case "column": {
      const cell = cells[expression.column];
      if (!cell) throw held("a column that is no model's", expression);
      if ("reason" in cell) throw new Held(cell.reason);
      return cell;
    }
    case "constant":
      return { type, sql: constant(expression.text, type, rules, expression) };
    case "cast":
      return { type, sql: cast(expression, write, rules) };
    case "case": {
      const checks = expression.checks.map(
        ({ when, value }) => `when ${write(when).sql} then ${write(value).sql}`,
      );
      wordOf(type, rules, expression);
      return { type, sql: `case ${checks.join(" ")} else ${write(expression.otherwise).sql} end` };
    }
    case "call":
      requireKnown(expression, rules);
      return { type, sql: call(expression, expression.args.map(write), rules) };
    case "unknown":
      throw held(expression.what, expression, ...(expression.words ?? []));
    default:
      return expression satisfies never;
  }
}

/** The cell of an expression, with the reason where it cannot be written. */
export function cellOf(expression: Expression, cells: readonly Cell[], rules: EngineRules): Cell {
  return cellFrom(() => writeExpression(expression, cells, rules));
}

export function cellFrom(write: () => Written): Cell {
  try {
    return write();
  } catch (error) {
    if (error instanceof Held) return { reason: error.reason };
    throw error;
  }
}

type Place = { readonly at?: number };

function wordOf(type: BoundType, rules: EngineRules, place: Place): string {
  const word = rules.typeWord(type);
  if (word === undefined) throw held(`a value of the type ${typeName(type)}`, place);
  return word;
}

function constant(text: string | null, type: BoundType, rules: EngineRules, place: Place): string {
  if (text === null)
    return type.startsWith("only ") ? "null" : `cast(null as ${wordOf(type, rules, place)})`;
  if (type === "bool") return text;
  if (type === "text") return rules.text(quoteText(text));
  if (!isExactNumber(type) && !/^(?:float64|date|timestamp|instant)$/.test(type)) {
    throw held(`a constant of the type ${typeName(type)}`, place);
  }
  const moment = type === "instant" ? `${text}+00:00` : text;
  return `cast(${quoteText(moment)} as ${wordOf(type, rules, place)})`;
}

/** DuckDB reads the words `true` and `false` as texts. */
const TRUTHS: Readonly<Record<string, string>> = {
  t: "true",
  true: "true",
  f: "false",
  false: "false",
};
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d{1,6})?))?$/;
/** Digits of which a double is the nearest one, however it is made. */
const SHORT_NUMBER = /^-?(?=(?:\D*\d){1,15}$)\d+(?:\.\d+)?$/;

function cast(
  expression: Extract<Expression, { is: "cast" }>,
  write: (of: Expression) => Written,
  rules: EngineRules,
): string {
  const { of, type: to, attempt } = expression;
  const from = of.type;
  if (of.is === "constant") {
    const known = constantCast(of.text, from, to, rules, expression);
    if (known !== undefined) return known;
  }
  if (from === to) return write(of).sql;
  if (attempt) throw held("`try_cast`", expression);
  if (!keepsMeaning(from, to))
    throw held(`${typeName(from)} turned into ${typeName(to)}`, expression);
  return `cast(${write(of).sql} as ${wordOf(to, rules, expression)})`;
}

function constantCast(
  text: string | null,
  from: BoundType,
  to: BoundType,
  rules: EngineRules,
  place: Place,
): string | undefined {
  if (text === null) return constant(null, to, rules, place);
  const truth = from === "text" && to === "bool" ? TRUTHS[text.toLowerCase()] : undefined;
  if (truth !== undefined) return truth;
  if (from === "text" && to === "date" && DAY.test(text)) return constant(text, to, rules, place);
  if (from === "text" && to === "timestamp") {
    const [, day, time = "00:00:00"] = MOMENT.exec(text) ?? [];
    return day === undefined ? undefined : constant(`${day} ${time}`, to, rules, place);
  }
  const isNumber = isExactNumber(from) && to === "float64" && SHORT_NUMBER.test(text);
  return isNumber ? constant(text, to, rules, place) : undefined;
}

/** Casts that change no value, or cut it alike; what does not fit is an error in all engines. */
function keepsMeaning(from: BoundType, to: BoundType): boolean {
  if (isInteger(from)) {
    if (to === "float64") return from !== "int128";
    return isExactNumber(to) || to === "text";
  }
  if (from.startsWith("decimal(") && to.startsWith("decimal(")) return scaleOf(to) >= scaleOf(from);
  return (from === "date" && to === "timestamp") || (from === "timestamp" && to === "date");
}

function scaleOf(type: BoundType): number {
  return Number(/,(\d+)\)$/.exec(type)?.[1] ?? 0);
}

const COMPARISONS = new Set([
  "=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
  "is distinct from",
  "is not distinct from",
]);

/** `left comparison right`, of two values of one type. */
export function writeComparison(
  left: Written,
  comparison: string,
  right: Written,
  rules: EngineRules,
  place: Place = {},
): string {
  if (!COMPARISONS.has(comparison)) throw held(`\`${comparison}\``, place);
  requireComparable([left, right], rules, place);
  return `(${left.sql} ${comparison} ${right.sql})`;
}

function requireComparable(args: readonly Written[], rules: EngineRules, place: Place): void {
  const [first] = args;
  const strange = args.find(({ type }) => !rules.compares(type) || type !== first?.type);
  if (strange) throw held(`a comparison of ${typeName(strange.type)}`, place);
}

function call(
  { name, type, at }: Extract<Expression, { is: "call" }>,
  args: readonly Written[],
  rules: EngineRules,
): string {
  const place = at === undefined ? {} : { at };
  const [first, second] = args.map(({ sql }) => sql);
  if (COMPARISONS.has(name)) {
    const [left, right] = args;
    if (left && right) return writeComparison(left, name, right, rules, place);
  }
  switch (name) {
    case "and":
    case "or":
      return `(${args.map(({ sql }) => sql).join(` ${name} `)})`;
    case "not":
      return `(not ${first})`;
    case "is null":
    case "is not null":
      return `(${first} ${name})`;
    case "in":
    case "not in":
      requireComparable(args, rules, place);
      return `(${first} ${name} (${args
        .slice(1)
        .map(({ sql }) => sql)
        .join(", ")}))`;
    case "coalesce":
      wordOf(type, rules, place);
      return `coalesce(${args.map(({ sql }) => sql).join(", ")})`;
    case "+":
    case "-":
    case "*": {
      const word = wordOf(type, rules, place);
      const sql = second === undefined ? `${name}${first}` : `${first} ${name} ${second}`;
      return second === undefined && name !== "-" ? `${first}` : `cast(${sql} as ${word})`;
    }
    default:
  }
  const written = Object.hasOwn(rules.calls, name) ? rules.calls[name]?.(args) : undefined;
  if (written !== undefined) return written;
  throw strange(name, args, place);
}

const OPERATORS = new Set([
  ...COMPARISONS,
  "and",
  "or",
  "not",
  "is null",
  "is not null",
  "in",
  "not in",
  "coalesce",
]);

/** Throws where no value could be written for what is called, so that it is what is said. */
function requireKnown(
  { name, args, type, at }: Extract<Expression, { is: "call" }>,
  rules: EngineRules,
): void {
  const isSum = /^[-+*]$/.test(name) && [...args, { type }].every((one) => isExactNumber(one.type));
  if (isSum || OPERATORS.has(name) || Object.hasOwn(rules.calls, name)) return;
  throw strange(name, args, at === undefined ? {} : { at });
}

function strange(name: string, args: readonly { readonly type: BoundType }[], place: Place): Held {
  // DuckDB's way to refuse more than one row of it.
  if (name === "error") return held("a subquery that stands for one value", place);
  if (name === "/") return held("the division `/`", place);
  const [, what, ...words] = SAID.find(([pattern]) => pattern.test(name)) ?? [];
  if (what !== undefined) return held(what, place, ...words);
  return held(`\`${SPELLED[name] ?? name}\`${typesText(args)}`, place, name);
}

/** What people do not write as a function, and words that they write then. */
const SAID: readonly (readonly [RegExp, what: string, ...words: string[]])[] = [
  [/^(?:to_[a-z]+s|to_centuries|to_millennia|normalized_interval)$/, "an interval", "interval"],
  [/^(?:array|list)_(?:extract|slice)$/, "a part by its position, `[…]`", "["],
  [/^list_value$/, "a list", "["],
  [/^struct_(?:pack|extract|extract_at)$/, "a struct", "{"],
  [/^row$/, "a row of several values", "row"],
  [/^date_part$/, "this part of a date or time", "extract", "date_part"],
  [/^timezone$/, "AT TIME ZONE", "zone"],
  [/^(?:icu_)?collate_/, "COLLATE", "collate"],
  [/^regexp_full_match$/, "a regular expression", "similar"],
  [/^get_current_timestamp$/, "the current time", "now"],
];

/** How people write functions that DuckDB calls otherwise. */
const SPELLED: Readonly<Record<string, string>> = {
  "~~*": "ilike",
  "!~~*": "not ilike",
  "~~~": "glob",
  like_escape: "like … escape",
  not_like_escape: "not like … escape",
  ilike_escape: "ilike … escape",
  not_ilike_escape: "not ilike … escape",
};

function typesText(args: readonly { readonly type: BoundType }[]): string {
  const types = [...new Set(args.map(({ type }) => type))];
  return types.length === 0 ? "" : ` of ${types.map(typeName).join(", ")}`;
}
