import type { StatementSyncInstance } from "@photostructure/sqlite";
import { BATCH_BYTES } from "../../rows/batch.js";
import type { SqliteValue } from "./types.js";

export type Row = readonly SqliteValue[];

/** Of so many rows the size of one is looked at. */
const SAMPLE = 16;
/** About how many bytes of texts are read at a time. */
const MOST_BYTES = 2 * BATCH_BYTES;

/**
 * The rows of a running statement. Once collected as garbage, a statement takes its iterator along:
 * here both are held.
 */
export class RowCursor {
  readonly #rows: Iterator<Row>;
  #ended = false;

  constructor(readonly statement: StatementSyncInstance) {
    // With arrays and BigInts set, this is what the binding yields.
    this.#rows = statement.iterate() as Iterator<Row>;
  }

  /** Whether all rows have been read. */
  get ended(): boolean {
    return this.#ended;
  }

  /** At most `most` rows more, fewer of long ones; none when there are no others. */
  read(most: number): Row[] {
    const read: Row[] = [];
    let bytes = 0;
    while (read.length < most && bytes < MOST_BYTES) {
      const next = this.#rows.next();
      if (next.done === true) {
        this.#ended = true;
        break;
      }
      if (read.length % SAMPLE === 0) bytes += SAMPLE * textBytes(next.value);
      read.push(next.value);
    }
    return read;
  }
}

function textBytes(row: Row): number {
  let bytes = 0;
  for (const value of row) {
    if (typeof value === "string" || value instanceof Uint8Array) bytes += value.length;
  }
  return bytes;
}
