import type { FixedBuilder } from "../../rows/fixed-builder.js";

const WORD = 0x1_0000_0000;

/** Appends an unscaled decimal that a double holds exactly; `wide` for columns of 128 bits. */
export function putDecimal(column: FixedBuilder, value: number, wide: boolean): void {
  const row = column.next();
  const high = Math.floor(value / WORD);
  const place = wide ? 4 * row : 2 * row;
  column.u32[place] = value;
  column.i32[place + 1] = high;
  if (wide) {
    const fill = value < 0 ? -1 : 0;
    column.i32[place + 2] = fill;
    column.i32[place + 3] = fill;
  }
}
