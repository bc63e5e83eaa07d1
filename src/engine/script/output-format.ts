import { open } from "node:fs/promises";
import type { ScriptModel } from "../../project/objects.js";

export type OutputFormat = NonNullable<ScriptModel["format"]>;

/** Bytes at either end of an output that are looked at: the header of a CSV file must end within them. */
const LOOKED_AT = 1_048_576;

/** The beginning and the end of a file, as text. */
export interface OutputEnds {
  readonly head: string;
  readonly tail: string;
  /** True when the head is not the whole file. */
  readonly isLonger: boolean;
}

export async function readEnds(path: string, bytes: number): Promise<OutputEnds> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(Math.min(bytes, LOOKED_AT));
    await file.read(buffer, 0, buffer.length, 0);
    const head = buffer.toString("utf8");
    await file.read(buffer, 0, buffer.length, bytes - buffer.length);
    return { head, tail: buffer.toString("utf8"), isLonger: bytes > buffer.length };
  } finally {
    await file.close();
  }
}

/**
 * The format of an output, from its first bytes: the marks of Parquet and Arrow, `[` and `{` of JSON, else separated
 * values. Undefined for what is no text of one of these: NUL bytes, as in UTF-16.
 */
export function sniffFormat({ head }: OutputEnds): OutputFormat | undefined {
  if (head.startsWith("PAR1")) return "parquet";
  if (head.startsWith("ARROW1")) return "arrow";
  if (head.includes("\0")) return undefined;
  const start = withoutMark(head).trimStart();
  if (start.startsWith("[")) return "json";
  if (start.startsWith("{")) return "ndjson";
  return "csv";
}

/** Text without the byte order mark that some programs write first. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}
