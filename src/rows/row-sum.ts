/**
 * A sum over rows that does not depend on their order: two lots of rows with equal sums are the same
 * rows, as far as 64 bits tell.
 */
export class RowSum {
  rows = 0;
  /** Two halves for each column, and two for the rows as a whole behind them. */
  readonly #sums: Uint32Array;

  constructor(private readonly columns: number) {
    this.#sums = new Uint32Array(2 * (columns + 1));
  }

  /** NULL is another cell than any text. */
  add(row: readonly (string | null)[]): void {
    const sums = this.#sums;
    let [first, second]: Halves = SEEDS;
    for (let at = 0; at < this.columns; at++) {
      const cell = hashed(row[at] ?? null);
      this.#put(at, cell);
      first = mixed(first, cell[0]);
      second = mixed(second, cell[1]);
    }
    this.#put(sums.length / 2 - 1, [first, second]);
    this.rows += 1;
  }

  /** The first column whose cells are others; -1 where only their rows differ; undefined: equal. */
  differsFrom(other: RowSum): number | undefined {
    const at = this.#sums.findIndex((sum, index) => sum !== other.#sums[index]);
    if (at < 0) return this.rows === other.rows ? undefined : -1;
    const column = Math.floor(at / 2);
    return column < this.columns ? column : -1;
  }

  #put(at: number, [first, second]: Halves): void {
    const sums = this.#sums;
    // Sums of unsigned halves wrap around.
    sums[2 * at] = (sums[2 * at] ?? 0) + first;
    sums[2 * at + 1] = (sums[2 * at + 1] ?? 0) + second;
  }
}

type Halves = readonly [number, number];

const SEEDS: Halves = [0x9e3779b9, 0x85ebca6b];
const NULL: Halves = [0x27d4eb2f, 0x165667b1];

function hashed(text: string | null): Halves {
  if (text === null) return NULL;
  let [first, second]: Halves = SEEDS;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, 2_654_435_761);
    second = Math.imul(second ^ code, 1_597_334_677);
  }
  return [mixed(first, second), mixed(second, first ^ text.length)];
}

/** All bits of the outcome depend on all of both. */
function mixed(state: number, value: number): number {
  let bits = Math.imul(state ^ (state >>> 16) ^ value, 2_246_822_507);
  bits = Math.imul(bits ^ (bits >>> 13), 3_266_489_909);
  return (bits ^ (bits >>> 16)) >>> 0;
}
