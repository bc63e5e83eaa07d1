/**
 * Rows on their way to a person or another program, a part of them at a time: a line of JSON each,
 * so that neither who writes nor who reads holds more than one.
 */
import { closeSync, openSync, readSync } from "node:fs";
import type { ArtifactColumn } from "../../contract/manifest.js";
import type { Value } from "../../contract/result.js";
import { columnValues } from "../column-values.js";
import type { RowStream } from "../stream.js";
import type { Draft } from "./draft.js";
import { HashedFile } from "./hashed-file.js";

/** Values of one part. */
const PART_VALUES = 100_000;
const CHUNK = 1 << 20;
const NEWLINE = 0x0a;

/** The rows of one part, by columns. */
export type RowsPart = readonly (readonly Value[])[];

/** Writes at most `limit` rows of a stream to `path`, which must not exist; the rest is not read. */
export async function writeSheets(stream: RowStream, limit: number, path: string): Promise<Draft> {
  const columns = stream.columns.map(({ name, type }): ArtifactColumn => ({ name, type }));
  const most = Math.max(1, Math.floor(PART_VALUES / Math.max(1, columns.length)));
  const file = new HashedFile(path);
  let rows = 0;
  try {
    for await (const batch of stream.batches) {
      const taken = Math.min(batch.rows, limit - rows);
      for (let from = 0; from < taken; from += most) {
        const to = Math.min(taken, from + most);
        // Of wide tables a batch has many parts, and the values of one at a time are enough.
        const part = batch.columns.map((column) => columnValues(column, to - from, from));
        // Without columns their number is all that there is to say.
        file.write(Buffer.from(`${JSON.stringify(part.length > 0 ? part : to - from)}\n`));
      }
      rows += taken;
      if (rows >= limit) break;
    }
    const { hash, bytes } = file.finish();
    const builtAt = new Date().toISOString();
    const artifact = { hash, format: "json", rows, bytes, columns, builtAt } as const;
    return { path, artifact, diagnostics: [...stream.warnings] };
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/** The parts of such a file, one after the other. */
export function* readSheets(path: string): Generator<RowsPart> {
  const file = openSync(path, "r");
  const buffer = Buffer.alloc(CHUNK);
  let open: Buffer[] = [];
  try {
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      let start = 0;
      for (let end = buffer.indexOf(NEWLINE); end >= 0 && end < length;) {
        open.push(Buffer.from(buffer.subarray(start, end)));
        // A line of the file that `writeSheets` has written.
        const part = JSON.parse(Buffer.concat(open).toString("utf8")) as RowsPart | number;
        open = [];
        if (typeof part !== "number") yield part;
        start = end + 1;
        end = buffer.indexOf(NEWLINE, start);
      }
      open.push(Buffer.from(buffer.subarray(start, length)));
    }
  } finally {
    closeSync(file);
  }
}
