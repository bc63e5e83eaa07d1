import { isAscii, isUtf8 } from "node:buffer";
import type { VariableColumn } from "./batch.js";

/**
 * Whether each of a column's texts is valid UTF-8: all together may be although one ends inside a
 * character.
 */
export function isValidText({ bytes, offsets }: VariableColumn, rows: number): boolean {
  if (isAscii(bytes)) return true;
  if (!isUtf8(bytes)) return false;
  for (let row = 1; row < rows; row++) {
    // A byte that goes on with a character begins none.
    if (((bytes[offsets[row] ?? 0] ?? 0) & 0xc0) === 0x80) return false;
  }
  return true;
}
