/** Which stored rows pass what is chosen. */
import type { FilterChoice, FilterChoices } from "../contract/input.js";
import type { Value } from "../contract/result.js";
import type { Codes } from "./codes.js";
import type { FoldColumn } from "./table.js";
import { compareScaled, parseScaled } from "./exact-number.js";

/** The column of an input: its codes, and the value that stands for each of them. */
export interface InputColumn {
  readonly input: string;
  readonly codes: Codes;
  readonly values: readonly Value[];
  /** The code of every value's text, also of those for which another one stands. */
  readonly codeOf: ReadonlyMap<string | null, number>;
}

/** What {@link passingRows} needs of a column, made once. */
export function inputColumn(input: string, codes: Codes, column: FoldColumn): InputColumn {
  const codeOf = new Map<string | null, number>();
  for (const [row, code] of codes.ofRow.entries()) codeOf.set(textOf(column.value(row)), code);
  return { input, codes, values: codes.firstRows.map(column.value), codeOf };
}

/** The rows that pass all choices, in their order. */
export function passingRows(
  rows: number,
  columns: readonly InputColumn[],
  choices: FilterChoices,
): Int32Array {
  const tests = columns.flatMap((column) => {
    const choice = choices.get(column.input);
    return choice ? { ofRow: column.codes.ofRow, passes: passingCodes(column, choice) } : [];
  });
  const passing = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (tests.every(({ ofRow, passes }) => passes[ofRow[row] ?? 0] === 1)) passing[count++] = row;
  }
  return passing.subarray(0, count);
}

/** 1 for each code that passes. */
function passingCodes({ values, codeOf }: InputColumn, choice: FilterChoice): Uint8Array {
  if (choice.is !== "values") {
    const passes = rangeTest(choice);
    return Uint8Array.from(values, (value) => Number(passes(value)));
  }
  const passing = new Uint8Array(values.length);
  for (const value of choice.values) {
    const code = codeOf.get(textOf(value));
    if (code !== undefined) passing[code] = 1;
  }
  return passing;
}

function rangeTest(choice: Exclude<FilterChoice, { is: "values" }>): (value: Value) => boolean {
  switch (choice.is) {
    case "between":
      return (value) => typeof value === "string" && value >= choice.from && value <= choice.to;
    default: {
      const [from, to] = [parseScaled(choice.from), parseScaled(choice.to)];
      if (!from || !to) return () => false;
      return (value) => {
        const number = value === null ? undefined : parseScaled(String(value));
        return (
          number !== undefined && compareScaled(number, from) >= 0 && compareScaled(number, to) < 0
        );
      };
    }
  }
}

/** Values of one column are told apart by their text; NULL is no text. */
function textOf(value: Value): string | null {
  return value === null ? null : String(value);
}
