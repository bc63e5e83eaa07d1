/** The rows of a number that is compared with something: its `card` says how they are read. */
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { NumberCard } from "../../../src/contract/number-card.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Value } from "../../../src/contract/result.js";
import type { Column, LoadedResult } from "../data/column.js";
import { comparison, isTemporal } from "../data/compare.js";
import { placeOf } from "../data/place-text.js";
import { NULL_TEXT } from "../format/text-form.js";
import type { Formatter } from "../format/value.js";
import { formatAt } from "./trace-formats.js";

/** Why other rows than the first are not in sight. */
export const FIRST_ROW_ONLY = "a number shows the first row only";

/** A number with what it is compared with. */
export interface CardRows {
  readonly card: NumberCard;
  readonly value: Value;
  /** Undefined where no row and no target is there to compare with. */
  readonly before: Value | undefined;
  /** What `before` is, such as `vs Feb 2026`. */
  readonly than: string;
  /** Of which month the number is, where `than` does not let it be told. */
  readonly place?: string;
  /** The rows along their line; empty where none is drawn. */
  readonly line: readonly LinePoint[];
  /** Rows that are neither numbers of the card nor in its line, by the reason. */
  readonly undrawn: ReadonlyMap<string, number>;
  /** What the card must say of its rows. */
  readonly notes: readonly string[];
}

export interface LinePoint {
  /** Along the line; places are no farther apart than their rows say. */
  readonly place: number;
  readonly placeText: string;
  /** Undefined for a gap. */
  readonly number: number | undefined;
  readonly text: string;
}

/** Undefined without a `card`, and while the result lacks the column of the number. */
export function cardRows(
  trace: SiteTrace,
  { columns }: Pick<LoadedResult, "columns">,
  { start, end }: { readonly start: number; readonly end: number },
  formatter: Formatter,
): CardRows | undefined {
  const { card, bindings, formats } = trace;
  const byName = (name: string | undefined) => columns.find((column) => column.name === name);
  const values = byName(bindings.find(({ path }) => path.join(".") === "value")?.column);
  if (!card || !values || end <= start) return undefined;
  const over = byName(card.over);
  const { rows, placeless, shared } = over ? rowsAlong(over, start, end) : firstRow(start);
  const row = rows.at(-1);
  const previous = rows.at(-2);
  const format = formatAt(trace, "value");
  const write = (value: Value) => formatter.value(value, values.type, format);
  const placeText = (at: number) =>
    over ? placeOf(over, at, formats?.[over.name], formatter) : "";
  const isTold = card.target === undefined && card.label === undefined && previous !== undefined;
  const line = card.sparkline && over ? rows.map(pointOf) : [];
  return {
    card,
    value: row === undefined ? null : values.value(row),
    ...comparedWith(),
    ...(over && row !== undefined && !isTold && { place: placeText(row) }),
    line: line.filter(({ number }) => number !== undefined).length > 1 ? line : [],
    undrawn: undrawnRows(),
    notes: shared ? [`Several rows of ${trace.name} share one ${nameOf(card.over)}.`] : [],
  };

  function pointOf(at: number, index: number): LinePoint {
    const number = values?.number(at) ?? Number.NaN;
    return {
      place: over ? (placeAlong(over, at) ?? index) : index,
      placeText: placeText(at),
      number: Number.isFinite(number) ? number : undefined,
      text: values ? write(values.value(at)) : "",
    };
  }

  function comparedWith(): Pick<CardRows, "before" | "than"> {
    const target = card?.target;
    if (target) {
      const column = "column" in target ? byName(target.column) : undefined;
      const digits = "digits" in target ? target.digits : undefined;
      const before = digits ?? (row === undefined ? undefined : column?.value(row));
      const name = "column" in target ? nameOf(target.column) : "target";
      return { before, than: card.label ?? `vs ${name} ${write(before ?? null)}` };
    }
    if (previous === undefined) return { before: undefined, than: "no earlier value" };
    const before = values?.value(previous);
    const missing = before === null ? `: ${NULL_TEXT}` : "";
    return { before, than: `${card?.label ?? `vs ${placeText(previous)}`}${missing}` };
  }

  function undrawnRows(): Map<string, number> {
    const counts = new Map<string, number>();
    const count = (reason: string, more: number) => {
      if (more > 0) counts.set(reason, more);
    };
    count(`no ${nameOf(card?.over)}`, placeless);
    const named = card?.target || previous === undefined ? 1 : 2;
    const others = rows.slice(0, -named);
    if (!card?.over) count(FIRST_ROW_ONLY, end - start - 1);
    else if (line.length === 0) count("only the last rows are numbers", others.length);
    else {
      const gaps = others.filter((_, index) => line[index]?.number === undefined);
      count("no value", gaps.length);
    }
    return counts;
  }
}

interface OrderedRows {
  readonly rows: readonly number[];
  /** How many have no place. */
  readonly placeless: number;
  /** Whether two have the same place. */
  readonly shared: boolean;
}

function firstRow(start: number): OrderedRows {
  return { rows: [start], placeless: 0, shared: false };
}

/** The rows in the order of a column. */
function rowsAlong({ type, value }: Column, start: number, end: number): OrderedRows {
  const all = Array.from({ length: end - start }, (_, index) => start + index);
  const placed = all.filter((row) => value(row) !== null);
  const compare = comparison(type, () => placed.map(value));
  const between = (a: number, b: number) => {
    const [one, other] = [value(a), value(b)];
    return one === null || other === null ? 0 : compare(one, other);
  };
  const rows = placed.toSorted((a, b) => between(a, b) || a - b);
  const shared = rows.some((row, index) => {
    const next = rows[index + 1];
    return next !== undefined && between(row, next) === 0;
  });
  return { rows, placeless: all.length - placed.length, shared };
}

/** Undefined where places are only in order. */
function placeAlong({ type, value, number }: Column, row: number): number | undefined {
  const place = isTemporal(type) && type !== "time" ? Date.parse(String(value(row))) : number(row);
  return (isNumeric(type) || isTemporal(type)) && Number.isFinite(place) ? place : undefined;
}

/** `columns.month` → `month`. */
function nameOf(column: string | undefined): string {
  return (column ?? "").replace(/^columns\./, "").replaceAll("_", " ");
}
