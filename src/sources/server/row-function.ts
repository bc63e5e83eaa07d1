import type { ColumnBuilder } from "../../rows/column-builder.js";

/**
 * Appends the row `bytes[start..end)` to its builders and returns where it ended, which should be
 * `end`.
 */
export type RowFunction = (bytes: Buffer, start: number, end: number) => number;

/** What is wrong with a row that does not end where it should. */
export const TORN = "a row is not as long as it says";

/**
 * JavaScript that reads a row: `bytes`, `start` and `end` are the row, `at` is where it is read.
 */
export interface RowText {
  /** Declares what lasts from row to row. */
  readonly state?: string;
  /** Runs before the first column. */
  readonly before?: string;
  /** Bytes between `start` and the first value. */
  readonly first: number;
  /** Appends one column each, with its builder `b0`, decoder `d0`, and moves `at` on. */
  readonly steps: readonly string[];
}

/**
 * A function that walks over a row, generated from its columns, so that each decoder is called from
 * a place of its own and can be compiled into it.
 */
export function generateRow(
  builders: readonly ColumnBuilder[],
  decoders: readonly unknown[],
  { state = "", before = "", first, steps }: RowText,
): RowFunction {
  const names = decoders.map(
    (_, index) => `const b${index} = builders[${index}], d${index} = decoders[${index}];`,
  );
  const code = `${names.join("\n")}
    ${state}
    return function row(bytes, start, end) {
      ${before}
      let at = start + ${first}, length = 0;${steps.join("")}
      return at;
    };`;
  // The text holds numbers of columns and sizes only, nothing that comes from outside.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function("builders", "decoders", "torn", code)(
    builders,
    decoders,
    TORN,
  ) as RowFunction;
}
