import type { Cohort, Value } from "../contract/result.js";

/** Puts rows of one cohort together; stable. */
export interface CohortOrder {
  readonly cohorts: readonly Cohort[];
  /** Old row numbers in their new order; undefined when the rows already lie so. */
  readonly order: Int32Array | undefined;
  /** Rows that were left out because their cohort is NULL. */
  readonly dropped: number;
}

/** Collects the cohort of each row as batches come. */
export class CohortCollector {
  readonly #names: (string | null)[] = [];
  readonly #numbers = new Map<Value, number>();
  readonly #counts: number[] = [];
  #rows = 0;
  #ofRow = new Int32Array(1 << 14);

  /** The cohort values of the next rows, in their text form. */
  append(values: readonly Value[]): void {
    this.#reserve(values.length);
    for (const value of values) {
      let number = this.#numbers.get(value);
      if (number === undefined) {
        number = this.#names.length;
        this.#numbers.set(value, number);
        this.#names.push(value === null ? null : String(value));
        this.#counts.push(0);
      }
      this.#counts[number] = (this.#counts[number] ?? 0) + 1;
      this.#ofRow[this.#rows++] = number;
    }
  }

  /** Cohorts in order of first appearance or, where that says nothing, of their values. */
  finish(dropNull: boolean, order: "rows" | "numbers" | "texts"): CohortOrder {
    const numbers = [...this.#names.keys()];
    if (order !== "rows") {
      const compare = order === "numbers" ? compareNumbers : compareTexts;
      numbers.sort((a, b) => nullsLast(this.#names[a] ?? null, this.#names[b] ?? null, compare));
    }
    const nullNumber = dropNull ? this.#names.indexOf(null) : -1;
    const dropped = nullNumber < 0 ? 0 : (this.#counts[nullNumber] ?? 0);
    const starts: number[] = [];
    const cohorts: Cohort[] = [];
    let start = 0;
    for (const number of numbers) {
      starts[number] = start;
      if (number === nullNumber) continue;
      const name = this.#names[number] ?? null;
      const rows = this.#counts[number] ?? 0;
      cohorts.push({ name, rows });
      start += rows;
    }
    if (this.#names.length <= 1 && dropped === 0) return { cohorts, order: undefined, dropped };
    const newOrder = new Int32Array(this.#rows - dropped);
    for (let row = 0; row < this.#rows; row++) {
      const number = this.#ofRow[row] ?? 0;
      if (number === nullNumber) continue;
      const place = starts[number] ?? 0;
      newOrder[place] = row;
      starts[number] = place + 1;
    }
    return { cohorts, order: newOrder, dropped };
  }

  #reserve(more: number): void {
    if (this.#rows + more <= this.#ofRow.length) return;
    const grown = new Int32Array(Math.max(this.#ofRow.length * 2, this.#rows + more));
    grown.set(this.#ofRow);
    this.#ofRow = grown;
  }
}

function nullsLast(
  one: string | null,
  other: string | null,
  compare: (one: string, other: string) => number,
): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compare(one, other);
}

function compareNumbers(one: string, other: string): number {
  return Number(one) - Number(other) || compareTexts(one, other);
}

/** By code units, which is the same on every machine. */
function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
