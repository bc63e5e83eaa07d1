import { createReadStream } from "node:fs";

const NEWLINE = 10;
const QUOTE = 34;

/**
 * The line on which a record of a CSV file begins; both count from 1. DuckDB counts records, which
 * may have several lines.
 */
export async function lineOfRecord(path: string, record: number): Promise<number> {
  let [records, lines, quoted] = [1, 1, false];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (const byte of chunk) {
      if (records === record) return lines;
      if (byte === QUOTE) quoted = !quoted;
      if (byte !== NEWLINE) continue;
      lines++;
      if (!quoted) records++;
    }
  }
  return lines;
}
