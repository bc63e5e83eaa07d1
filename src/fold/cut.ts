/** Values as an input sees them, where the source has not cut them. */
import type { InputCut } from "../contract/cube.js";
import type { Value } from "../contract/result.js";
import { parseScaled, rescaled, type Scaled } from "./exact-number.js";
import { dayIn, firstDay } from "./grain.js";
import type { FoldColumn } from "./table.js";

/** The column cut into first days of grains or lower ends of steps; what is neither stays. */
export function cutColumn(column: FoldColumn, cut: InputCut): FoldColumn {
  const of = "by" in cut ? dateCut(column, cut) : stepCut(cut.step);
  return {
    ...column,
    type: "by" in cut ? "date" : column.type,
    value: (row) => {
      const value = column.value(row);
      return value === null ? null : of(value);
    },
  };
}

function dateCut(
  { type }: FoldColumn,
  { by, zone }: Extract<InputCut, { by: unknown }>,
): (value: Value) => Value {
  if (type === "text") {
    return (value) => {
      const day = writtenDay(String(value));
      return day === undefined ? null : firstDay(day, by);
    };
  }
  const dayOf =
    type === "instant" && zone !== "UTC" ? (text: string) => dayIn(text, zone) : firstTen;
  return (value) => {
    const text = String(value);
    // No range reaches years of more digits, before the first one, or infinity.
    if (!FOUR_DIGITS.test(text)) return text;
    const day = dayOf(text);
    return FOUR_DIGITS.test(day) ? firstDay(day, by) : day;
  };
}

const FOUR_DIGITS = /^\d{4}-\d\d-\d\d/;

/** The day of a text in UTC, as SQLite reads it; what is no ISO date of the calendar has none. */
function writtenDay(text: string): string | undefined {
  const [, day = "", time = "00:00", offset = "Z"] = ISO_TEXT.exec(text) ?? [];
  const [midnight, found] = [Date.parse(`${day}T00:00Z`), Date.parse(`${day}T${time}${offset}`)];
  if (Number.isNaN(midnight) || Number.isNaN(found)) return undefined;
  const iso = new Date(found).toISOString();
  const isReal = new Date(midnight).toISOString().startsWith(day);
  return isReal && FOUR_DIGITS.test(iso) ? iso.slice(0, 10) : undefined;
}

const ISO_TEXT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

function firstTen(text: string): string {
  return text.slice(0, 10);
}

function stepCut(written: string): (value: Value) => Value {
  const step = parseScaled(written);
  return (value) => {
    const number = parseScaled(String(value));
    return number && step ? lowerEnd(number, step) : value;
  };
}

/** The greatest multiple of the step that is not above the number. */
function lowerEnd(number: Scaled, step: Scaled): Value {
  const scale = Math.max(number.scale, step.scale);
  const [units, size] = [rescaled(number, scale), rescaled(step, scale)];
  const rest = ((units % size) + size) % size;
  const digits = (units - rest).toString();
  return scale === 0 ? digits : `${digits}e-${scale}`;
}
