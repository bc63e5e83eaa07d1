/** What stands in a cell, as text that can be cast to the type of its kind. */
import type { TypeLimit } from "../../rows/type-limit.js";
import type { TemporalFormat } from "./number-format.js";

/** What of a cell does not arrive as it is. */
export const EXCEL_LIMITS: readonly TypeLimit[] = [
  {
    what: "Errors, and formulas that no program has calculated: the cell is NULL.",
    code: "excel-cell-error",
  },
  {
    what: "Formulas of workbooks that ask Excel to calculate them: the value that the program stored arrives, which may be none (XlsxWriter stores 0).",
    code: "excel-formula-doubtful",
  },
  {
    what: "Values of several kinds in one column: the column is text.",
    code: "excel-column-mixed",
  },
  {
    what: "Times are rounded to milliseconds, as Excel does ([a reader that cuts them](../../findings/read-excel-file-times-too-early.sh) moves whole hours). Numbers that are no date (below zero, after the year 9999, and 60, which Excel shows as 29 February 1900) stay numbers; 1.25 under `hh:mm`, a time of no duration, is a moment of 1900.",
  },
  { what: "Empty texts and rows without any cell are nothing." },
];

export type Kind =
  | "whole"
  | "number"
  | "boolean"
  | "date"
  | "timestamp"
  | "time"
  | "duration"
  | "text";

/** A formula is the value that it had when the workbook was saved. */
export interface Cell {
  readonly kind: Kind;
  /** The one text form of the value. */
  readonly text: string;
}

/**
 * Excel has 15 digits; files that other programs wrote may have more, of which these fit 64 bits.
 */
const WHOLE = /^-?\d{1,18}$/;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const DAY = 86_400_000;
/** The day 0 of Excel's two calendars. */
const ZERO_1900 = Date.UTC(1899, 11, 30);
const ZERO_1904 = Date.UTC(1904, 0, 1);
/** Excel counts a 29 February 1900, so that days before it are a day later than they seem. */
const NEVER_WAS = 60;
/** Excel's last moment is the end of the year 9999. */
const AFTER_LAST = Date.UTC(10_000, 0, 1);

export function textCell(text: string): Cell {
  return { kind: "text", text };
}

/** Null where there is no value at all; what is no number is text. */
export function numberCell(
  written: string,
  format: TemporalFormat | undefined,
  from1904: boolean,
): Cell | null {
  const text = written.trim();
  if (text === "") return null;
  if (!NUMBER.test(text)) return textCell(text);
  if (format === "duration") return { kind: "duration", text: durationText(Number(text)) };
  return (format && temporalCell(Number(text), format, from1904)) ?? plainNumber(text);
}

/**
 * `5` is written `5.0` by some programs, and `1E+2` by Excel: a name or a text shows the number as
 * people write it.
 */
function plainNumber(text: string): Cell {
  if (WHOLE.test(text)) return { kind: "whole", text };
  return { kind: "number", text: String(Number(text)) };
}

/**
 * Days since the calendar's beginning, rounded to milliseconds, as Excel does. Undefined for what
 * Excel cannot show as a date: such a number stays one.
 */
function temporalCell(
  serial: number,
  format: "date" | "time",
  from1904: boolean,
): Cell | undefined {
  const rounded = Math.round(serial * DAY);
  // The last moment of a day is no midnight of the next.
  const milliseconds = serial < 1 ? Math.min(rounded, DAY - 1) : rounded;
  if (milliseconds < 0) return undefined;
  if (!from1904 && Math.floor(milliseconds / DAY) === NEVER_WAS) return undefined;
  const isOfNoDay = milliseconds < DAY && (format === "time" || !from1904);
  if (isOfNoDay) return { kind: "time", text: clockText(milliseconds) };
  const shift = !from1904 && milliseconds < NEVER_WAS * DAY ? DAY : 0;
  const time = (from1904 ? ZERO_1904 : ZERO_1900) + milliseconds + shift;
  if (time >= AFTER_LAST) return undefined;
  const date = new Date(time).toISOString().slice(0, 10);
  const rest = milliseconds % DAY;
  return rest === 0
    ? { kind: "date", text: date }
    : { kind: "timestamp", text: `${date}T${clockText(rest)}` };
}

/** Hours run on beyond a day. */
function durationText(days: number): string {
  const milliseconds = Math.round(days * DAY);
  const text = clockText(Math.abs(milliseconds));
  return milliseconds < 0 ? `-${text}` : text;
}

/** `07:30:00`, with a fraction of a second where there is one. */
function clockText(milliseconds: number): string {
  const [seconds, rest] = [Math.floor(milliseconds / 1000), milliseconds % 1000];
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return rest === 0 ? clock : `${clock}.${String(rest).padStart(3, "0").replace(/0+$/, "")}`;
}

const ISO = /^(\d{4}-\d{2}-\d{2})?(?:T?(\d{2}:\d{2}:\d{2})(?:\.(\d{1,6})0*)?)?$/;

/** A date as strict workbooks write it, in letters; text where it is none. */
export function isoCell(written: string): Cell {
  const [, date, time, fraction = ""] = ISO.exec(written.trim()) ?? [];
  if (date !== undefined && Number.isNaN(Date.parse(date))) return textCell(written);
  const digits = fraction.replace(/0+$/, "");
  const clock = time === undefined ? undefined : time + (digits === "" ? "" : `.${digits}`);
  if (date === undefined)
    return clock === undefined ? textCell(written) : { kind: "time", text: clock };
  if (clock === undefined || clock === "00:00:00") return { kind: "date", text: date };
  return { kind: "timestamp", text: `${date}T${clock}` };
}

/** Characters that XML cannot hold are written `_x000D_`, and such a text itself `_x005F_x000D_`. */
export function unescapedText(text: string): string {
  if (!text.includes("_x")) return text;
  const decoded = text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (whole, code: string) =>
    // No text has this character.
    code === "0000" ? whole : String.fromCharCode(Number.parseInt(code, 16)),
  );
  return decoded.replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}
