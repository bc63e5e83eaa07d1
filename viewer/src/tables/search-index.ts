/** What a search of a whole table reads: the texts of its cells, prepared once. */
import type { Value } from "../../../src/contract/result.js";
import { plainText } from "../format/text-form.js";
import type { Steps } from "./steps.js";
import type { FilteredColumn } from "./table-filter.js";

export interface SearchIndex {
  /** For each row from `start` on 1 where some cell has the text, which is in lower case. */
  readonly search: (wanted: string) => Steps<Uint8Array>;
  /** Prepares what searches would have to prepare. */
  readonly prepare: () => Steps<void>;
}

/** Rows whose texts stand behind each other, since one long text is searched fastest. */
interface Chunk {
  readonly text: string;
  /** Where the text of each row ends. */
  readonly ends: readonly number[];
}

const ROWS_OF_CHUNK = 256;
/** Distinct values of a column whose texts are kept to be used again. */
const MOST_KEPT = 5000;
/** Between the texts of cells; no search has it, since its field has one line. */
const BETWEEN = "\n";

/** Nothing is prepared until it is needed. */
export function createSearchIndex(
  columns: readonly FilteredColumn[],
  start: number,
  end: number,
): SearchIndex {
  const chunks: Chunk[] = [];
  const readers = columns.map(lowerTexts);

  function chunk(index: number): Chunk {
    const first = start + index * ROWS_OF_CHUNK;
    return (chunks[index] ??= chunkOf(readers, first, Math.min(first + ROWS_OF_CHUNK, end)));
  }

  const count = Math.ceil((end - start) / ROWS_OF_CHUNK);
  return {
    *search(wanted) {
      const hits = new Uint8Array(end - start);
      for (let index = 0; index < count; index += 1) {
        mark(chunk(index), wanted, hits.subarray(index * ROWS_OF_CHUNK));
        yield;
      }
      return hits;
    },
    *prepare() {
      for (let index = 0; index < count; index += 1) {
        chunk(index);
        yield;
      }
    },
  };
}

function chunkOf(readers: readonly ((row: number) => string)[], start: number, end: number): Chunk {
  const ends: number[] = [];
  let text = "";
  for (let row = start; row < end; row += 1) {
    for (const read of readers) text += read(row);
    ends.push(text.length);
  }
  return { text, ends };
}

function mark({ text, ends }: Chunk, wanted: string, hits: Uint8Array): void {
  let row = 0;
  let place = text.indexOf(wanted);
  while (place !== -1) {
    while ((ends[row] ?? Infinity) <= place) row += 1;
    hits[row] = 1;
    place = text.indexOf(wanted, ends[row]);
  }
}

/** A cell as it is shown, meant and stored, in lower case. */
function lowerTexts({ value, text, plain }: FilteredColumn): (row: number) => string {
  const kept = new Map<Value, string>();
  return (row) => {
    const stored = value(row);
    const known = kept.get(stored);
    if (known !== undefined) return known;
    const shown = text(row);
    const meant = plain === text ? shown : plain(row);
    let joined = shown + BETWEEN;
    if (meant !== shown) joined += meant + BETWEEN;
    const exact = plainText(stored);
    if (exact !== shown && exact !== meant) joined += exact + BETWEEN;
    joined = joined.toLowerCase();
    if (kept.size < MOST_KEPT) kept.set(stored, joined);
    return joined;
  };
}
