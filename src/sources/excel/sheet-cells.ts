/** The cells of a sheet, row by row, as its XML is read. */
import { isoCell, numberCell, textCell, unescapedText, type Cell } from "./cell.js";
import type { Workbook } from "./workbook.js";
import { createPartParser } from "./xml-part.js";

/** The cells that hold something, or should. */
export type SheetRow = readonly SheetCell[];

export interface SheetCell {
  /** From 0. */
  readonly column: number;
  /** Null for one of {@link SheetFaults}' missing cells. */
  readonly cell: Cell | null;
}

/** Cells without a value that is to be trusted; how many, and the first of them. */
export interface FaultyCells {
  readonly count: number;
  /** `B2`. */
  readonly cell: string;
  /** `the error #DIV/0!`. */
  readonly what: string;
}

export interface SheetFaults {
  /** Errors, and formulas without a value: cells that are NULL. */
  readonly missing: FaultyCells | undefined;
  /** Formulas whose value may never have been calculated. */
  readonly doubtful: FaultyCells | undefined;
}

const MOST_COLUMNS = 16_384;
const MOST_ROWS = 1_048_576;
/** Bytes of a sheet's XML; a million rows of 100 numbers have fewer. */
const MOST_BYTES = 4 * 1024 ** 3;

interface OpenCell {
  readonly place: string;
  readonly type: string;
  readonly style: number;
  readonly column: number;
  isFormula: boolean;
  hasValue: boolean;
  text: string;
}

/** Rows without cells are left out. `faults` are those of the rows so far. */
export class SheetCells {
  readonly #workbook: Workbook;
  #missing: FaultyCells | undefined;
  #doubtful: FaultyCells | undefined;
  #rows: SheetRow[] = [];
  #row: SheetCell[] = [];
  #rowNumber = 0;
  #column = -1;
  #inRow = false;
  #cell: OpenCell | undefined;
  #isValue = false;
  #isPronunciation = false;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  get faults(): SheetFaults {
    return { missing: this.#missing, doubtful: this.#doubtful };
  }

  /** Nothing for a sheet that the archive does not have. */
  async *read(path: string, signal: AbortSignal): AsyncGenerator<SheetRow> {
    const pieces = this.#workbook.archive.read(path, signal);
    if (!pieces) return;
    const parser = createPartParser({
      open: (name, attribute) => this.#open(name, attribute),
      text: (text) => {
        if (this.#isValue && this.#cell) this.#cell.text += text;
      },
      close: (name) => this.#close(name),
    });
    let bytes = 0;
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > MOST_BYTES) throw new Error(`\`${path}\` has more than 4 GB`);
      parser.write(piece);
      const rows = this.#rows;
      this.#rows = [];
      yield* rows;
    }
    parser.end();
    yield* this.#rows;
  }

  #open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === "row") this.#openRow(attribute("r"));
    else if (!this.#inRow) return;
    else if (name === "c") this.#cell = this.#openCell(attribute);
    else if (!this.#cell) return;
    else if (name === "f") this.#cell.isFormula = true;
    else if (name === "v" || name === "is") {
      this.#cell.hasValue = true;
      this.#isValue = name === "v";
    } else if (name === "rPh") this.#isPronunciation = true;
    else if (name === "t") this.#isValue = !this.#isPronunciation;
  }

  #close(name: string): void {
    switch (name) {
      case "v":
      case "t":
        this.#isValue = false;
        return;
      case "rPh":
        this.#isPronunciation = false;
        return;
      case "c":
        if (this.#cell) this.#take(this.#cell);
        this.#cell = undefined;
        return;
      case "row":
        this.#inRow = false;
        if (this.#row.length > 0) this.#rows.push(this.#row);
        this.#row = [];
    }
  }

  /** Numbers of rows and columns may be left out where they follow one another. */
  #openRow(number: string | undefined): void {
    this.#rowNumber = number === undefined ? this.#rowNumber + 1 : Number(number);
    if (!(this.#rowNumber >= 1 && this.#rowNumber <= MOST_ROWS)) {
      throw new Error(`it has a row \`${number ?? this.#rowNumber}\``);
    }
    this.#column = -1;
    this.#inRow = true;
  }

  #openCell(attribute: (name: string) => string | undefined): OpenCell {
    const given = attribute("r");
    this.#column = given === undefined ? this.#column + 1 : columnIndex(given);
    const column = this.#column;
    if (!(column >= 0 && column < MOST_COLUMNS)) throw new Error(`it has a cell \`${given}\``);
    return {
      place: given ?? `${columnLetters(column)}${this.#rowNumber}`,
      type: attribute("t") ?? "n",
      style: Number(attribute("s") ?? 0),
      column,
      isFormula: false,
      hasValue: false,
      text: "",
    };
  }

  #take(open: OpenCell): void {
    const { column, place, isFormula, text, type } = open;
    // An empty value is one only where it is said to be a text.
    const hasValue = open.hasValue && (text !== "" || type === "str" || type === "inlineStr");
    const what =
      type === "e" && hasValue ? `the error ${text}` : "a formula that was never calculated";
    if ((type === "e" && hasValue) || (isFormula && !hasValue)) {
      this.#missing = counted(this.#missing, place, what);
      this.#row.push({ column, cell: null });
      return;
    }
    if (!hasValue) return;
    if (isFormula && this.#workbook.isToBeCalculated) {
      this.#doubtful = counted(this.#doubtful, place, what);
    }
    const cell = this.#value(open);
    // An empty text is nothing, as in Excel.
    if (cell && cell.text !== "") this.#row.push({ column, cell });
  }

  #value({ type, style, text, place }: OpenCell): Cell | null {
    const { sharedTexts, formats, from1904 } = this.#workbook;
    switch (type) {
      case "s": {
        const shared = sharedTexts[Number(text)];
        if (shared === undefined) throw new Error(`the text of its cell ${place} is missing`);
        return textCell(shared);
      }
      case "str":
      case "inlineStr":
        return textCell(unescapedText(text));
      case "b":
        return { kind: "boolean", text: String(["1", "true"].includes(text.trim())) };
      case "d":
        return isoCell(text);
      default:
        return numberCell(text, formats[style], from1904);
    }
  }
}

function counted(before: FaultyCells | undefined, cell: string, what: string): FaultyCells {
  return before ? { ...before, count: before.count + 1 } : { count: 1, cell, what };
}

/** 0 for `A1`; -1 for what is no place. */
function columnIndex(place: string): number {
  const letters = /^([A-Z]{1,3})\d+$/i.exec(place)?.[1] ?? "";
  let index = 0;
  for (const letter of letters.toUpperCase()) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** `A` for 0, `AA` for 26. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
