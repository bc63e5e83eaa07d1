import type { StatementSyncInstance } from "@photostructure/sqlite";
import type { SqliteValue } from "./types.js";

export type Row = readonly SqliteValue[];

/**
 * The rows of a running statement. Once collected as garbage, a statement takes its iterator along:
 * here both are held.
 */
export class RowCursor {
  readonly #rows: Iterator<Row>;

  constructor(readonly statement: StatementSyncInstance) {
    // With arrays and BigInts set, this is what the binding yields.
    this.#rows = statement.iterate() as Iterator<Row>;
  }

  /** At most `most` rows more; fewer, and in the end none, when there are no others. */
  read(most: number): Row[] {
    const read: Row[] = [];
    while (read.length < most) {
      const next = this.#rows.next();
      if (next.done === true) break;
      read.push(next.value);
    }
    return read;
  }
}
