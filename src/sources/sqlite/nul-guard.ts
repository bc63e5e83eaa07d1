/**
 * Bindings below Node 24 cut text at its first NUL. The guard has SQLite hand out such text as a
 * blob, behind a mark that no other blob begins with, and turns it back.
 */
import { randomBytes } from "node:crypto";
import type { BytesBuilder } from "../../rows/bytes-builder.js";

const MARK_BYTES = 16;
/** A name that a user's query does not have. */
const ROWS = "headwater_rows_without_nul";

export class NulGuard {
  readonly #mark = randomBytes(MARK_BYTES);

  /**
   * The query with `guarded` columns (by position, of `count`) handed out in that way. It must be a
   * SELECT, VALUES or WITH.
   */
  wrap(sql: string, count: number, guarded: ReadonlySet<number>): string {
    const names = Array.from({ length: count }, (_, index) => `c${index}`);
    const mark = `x'${this.#mark.toString("hex")}'`;
    const columns = names.map((name, index) =>
      guarded.has(index)
        ? `CASE WHEN instr(${name}, char(0)) AND typeof(${name}) = 'text' THEN CAST(${mark} || ${name} AS BLOB) ELSE ${name} END`
        : name,
    );
    return `WITH ${ROWS}(${names.join(", ")}) AS (\n${sql}\n) SELECT ${columns.join(", ")} FROM ${ROWS}`;
  }

  /** Whether a blob is text in disguise. */
  isText(value: Uint8Array): boolean {
    return value.length > MARK_BYTES && this.#mark.equals(value.subarray(0, MARK_BYTES));
  }

  append(builder: BytesBuilder, value: Uint8Array): void {
    // As the driver does with other texts, what is not UTF-8 becomes U+FFFD.
    builder.appendText(Buffer.from(value.subarray(MARK_BYTES)).toString("utf8"));
  }
}
