/** Which stored rows pass what is chosen. */
import type { FilterChoice, FilterChoices } from "../contract/input.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import type { Codes } from "./codes.js";
import type { FoldColumn } from "./table.js";
import { compareScaled, parseScaled } from "./exact-number.js";

/** The column of an input: its codes, and the value that stands for each of them. */
export interface InputColumn {
  readonly input: string;
  readonly type: LogicalType;
  readonly codes: Codes;
  readonly values: readonly Value[];
  /** 1 for rows that stand for all values; absent where each row has one. */
  readonly ofAll?: Uint8Array;
  /** The code of a value's text, also where another one stands for it; undefined: no row has it. */
  readonly codeOf: (text: string | null) => number | undefined;
}

/** What {@link passingRows} needs of a column, made once. */
export function inputColumn(
  input: string,
  codes: Codes,
  column: FoldColumn,
  all: FoldColumn | undefined,
): InputColumn {
  const values = codes.firstRows.map(column.value);
  return {
    input,
    type: column.type,
    codes,
    values,
    ...(all && { ofAll: Uint8Array.from(codes.ofRow, (_, row) => Number(all.value(row))) }),
    codeOf: codeOfText(values, codes, column),
  };
}

function codeOfText(
  values: readonly Value[],
  { ofRow, isPlain }: Codes,
  { value }: FoldColumn,
): InputColumn["codeOf"] {
  let shown: Map<string | null, number> | undefined;
  let all: Map<string | null, number> | undefined;
  return (text) => {
    shown ??= new Map(values.map((one, code) => [textOf(one), code]));
    const code = shown.get(text);
    if (code !== undefined || isPlain) return code;
    // Texts of all rows take long to read: nearly always one is asked for that stands for others.
    all ??= new Map(Array.from(ofRow, (one, row) => [textOf(value(row)), one]));
    return all.get(text);
  };
}

/** The different values of the rows that have one; `ofNothing` is the row that stands for none. */
export function valuesOf(
  { codes, values, ofAll }: InputColumn,
  ofNothing: number | undefined,
): readonly Value[] {
  const present = new Set(
    codes.ofRow.filter((_, row) => row !== ofNothing && (ofAll?.[row] ?? 0) === 0),
  );
  // Values that were cut may be equal.
  return [...new Set(values.filter((_, code) => present.has(code)))];
}

/** The rows that pass all choices, in their order; never that which stands for none. */
export function passingRows(
  rows: number,
  columns: readonly InputColumn[],
  choices: FilterChoices,
  ofNothing: number | undefined,
): Int32Array {
  const passing = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (row !== ofNothing) passing[count++] = row;
  for (const column of columns) {
    for (const one of testsOf(column, choices.get(column.input))) {
      count = keepPassing(passing, count, one);
    }
  }
  return passing.subarray(0, count);
}

/** Moves those of the first `count` rows to the front whose code passes, and counts them. */
function keepPassing(rows: Int32Array, count: number, { ofRow, passes }: RowTest): number {
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const row = rows[index] ?? 0;
    rows[kept] = row;
    kept += passes[ofRow[row] ?? 0] ?? 0;
  }
  return kept;
}

interface RowTest {
  readonly ofRow: Int32Array | Uint8Array;
  readonly passes: Uint8Array;
}

function testsOf(column: InputColumn, choice: FilterChoice | undefined): RowTest[] {
  const { codes, ofAll } = column;
  const chosen = choice && { ofRow: codes.ofRow, passes: passingCodes(column, choice) };
  if (!ofAll) return chosen ? [chosen] : [];
  const kind = { ofRow: ofAll, passes: Uint8Array.of(Number(Boolean(choice)), Number(!choice)) };
  return chosen ? [kind, chosen] : [kind];
}

/** 1 for each code that passes. */
function passingCodes({ values, codeOf }: InputColumn, choice: FilterChoice): Uint8Array {
  if (choice.is !== "values") {
    const passes = rangeTest(choice);
    return Uint8Array.from(values, (value) => Number(passes(value)));
  }
  const passing = new Uint8Array(values.length);
  for (const value of choice.values) {
    const code = codeOf(textOf(value));
    if (code !== undefined) passing[code] = 1;
  }
  return passing;
}

/** Whether a value, as the input sees it, lies in a range. */
export function rangeTest(
  choice: Exclude<FilterChoice, { is: "values" }>,
): (value: Value) => boolean {
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
