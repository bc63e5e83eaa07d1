/** Bars beside the numbers of a column and colours behind them. The numbers stand there all the same. */
import type { ColumnLook } from "../../../src/contract/pages/dashboard.js";
import type { Column } from "../data/column.js";

/** Of a cell: the names of its classes, and the measures that their rules in `table.css` take. */
export interface CellLook {
  readonly classes: string;
  readonly style: Readonly<Record<string, string>>;
}

/** The least and the greatest finite number of a column. */
interface Range {
  readonly least: number;
  readonly most: number;
  /** Characters of the longer of both as they are written. */
  readonly characters: number;
}

const LOOKS: Readonly<Record<ColumnLook, (number: number, range: Range) => CellLook>> = {
  bar(number, range) {
    const [least, most] = [Math.min(0, range.least), Math.max(0, range.most)];
    const zero = share(0, least, most);
    const end = share(number, least, most);
    return {
      classes: `bar${number < 0 ? " below" : ""}${least < 0 ? " crossing" : ""}`,
      style: {
        "--from": String(Math.min(zero, end)),
        "--size": String(Math.abs(end - zero)),
        "--zero": String(zero),
        "--characters": String(range.characters),
      },
    };
  },
  scale: (number, { least, most }) => ({
    classes: "scale",
    style: { "--share": String(share(number, least, most)) },
  }),
  diverging(number, { least, most }) {
    const size = share(Math.abs(number), 0, Math.max(Math.abs(least), Math.abs(most)));
    return { classes: number < 0 ? "scale below" : "scale", style: { "--share": String(size) } };
  },
};

/**
 * By row; undefined for NULL, NaN and the infinities. All rows of the result count for the range,
 * so that a search changes no look. `text` is how a row's number is written.
 */
export function columnLook(
  look: ColumnLook,
  column: Column,
  text: (row: number) => string,
): (row: number) => CellLook | undefined {
  let range: Range | undefined;
  return (row) => {
    const number = column.number(row);
    return Number.isFinite(number)
      ? LOOKS[look](number, (range ??= rangeOf(column, text)))
      : undefined;
  };
}

/** Of a column that has a finite number. */
function rangeOf({ length, number }: Column, text: (row: number) => string): Range {
  let [least, most] = [Infinity, -Infinity];
  let [lowest, highest] = [0, 0];
  for (let row = 0; row < length; row += 1) {
    const one = number(row);
    if (!Number.isFinite(one)) continue;
    if (one < least) [least, lowest] = [one, row];
    if (one > most) [most, highest] = [one, row];
  }
  return { least, most, characters: Math.max(text(lowest).length, text(highest).length) };
}

/** Where a number lies between two: 0…1, and 0 where they are one. Halves cannot overflow. */
function share(number: number, from: number, to: number): number {
  const whole = to / 2 - from / 2;
  return whole === 0 ? 0 : (number / 2 - from / 2) / whole;
}
