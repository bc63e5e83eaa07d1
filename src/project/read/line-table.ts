import type { Position } from "../../contract/diagnostic.js";

/**
 * Turns offsets of a text into lines and columns; the table of lines is built when it is first
 * needed.
 */
export class LineTable {
  #starts: number[] | undefined;

  constructor(private readonly text: string) {}

  /** Line and column of an offset; one past the end is the end. */
  position(offset: number): Position {
    const starts = (this.#starts ??= lineStarts(this.text));
    const at = Math.max(0, Math.min(offset, this.text.length));
    const line = lastAtMost(starts, at);
    return { line: line + 1, column: at - (starts[line] ?? 0) + 1 };
  }

  /** Offset of the first character of a line, counted from 1. */
  offset(line: number): number {
    const starts = (this.#starts ??= lineStarts(this.text));
    return starts[line - 1] ?? this.text.length;
  }
}

/** Index of the last element of a rising list that is at most `wanted`; -1 when there is none. */
export function lastAtMost(rising: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? Infinity) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
