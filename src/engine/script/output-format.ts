import { open, truncate } from "node:fs/promises";
import type { ScriptModel } from "../../project/objects.js";
import { textFault } from "./text-fault.js";

export type OutputFormat = NonNullable<ScriptModel["format"]>;

/**
 * Bytes at either end of an output that are looked at: the header of a CSV file must end within
 * them.
 */
const LOOKED_AT = 1_048_576;

/** The beginning and the end of a file, as text. */
export interface OutputEnds {
  /** The first bytes, by which binary formats are known. */
  readonly mark: Buffer;
  readonly head: string;
  readonly tail: string;
  /** True when the head is not the whole file. */
  readonly isLonger: boolean;
  /** Why the head is not text, as a clause. */
  readonly fault?: string;
}

/** `bytes` is the size of the file. In a short file, head and tail overlap. */
export async function readEnds(path: string, bytes: number): Promise<OutputEnds> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(Math.min(bytes, LOOKED_AT));
    await file.read(buffer, 0, buffer.length, 0);
    const isLonger = bytes > buffer.length;
    const head = buffer.toString("utf8");
    const mark = Buffer.from(buffer.subarray(0, 8));
    const fault = textFault(buffer, isLonger);
    await file.read(buffer, 0, buffer.length, bytes - buffer.length);
    const tail = buffer.toString("utf8");
    return { mark, head, tail, isLonger, ...(fault !== undefined && { fault }) };
  } finally {
    await file.close();
  }
}

/** Arrow's stream format begins with a continuation mark, its file format with a name. */
const MARKS = [
  { format: "parquet", mark: Buffer.from("PAR1") },
  { format: "arrow", mark: Buffer.from("ARROW1") },
  { format: "arrow", mark: Buffer.from([255, 255, 255, 255]) },
] as const;

/**
 * The format of an output, from its first bytes: the marks of Parquet and Arrow, `[` and `{` of
 * JSON, else separated values.
 */
export function sniffFormat({ mark: first, head }: OutputEnds): OutputFormat {
  const binary = MARKS.find(({ mark }) => first.subarray(0, mark.length).equals(mark));
  if (binary) return binary.format;
  const start = withoutMark(head).trimStart();
  if (start.startsWith("[")) return "json";
  if (start.startsWith("{")) return "ndjson";
  return "csv";
}

/** Whether an output is blank, such as the line that an `echo` of nothing prints. */
export function isBlank({ head, isLonger }: OutputEnds): boolean {
  return !isLonger && withoutMark(head).trim() === "";
}

/** Text without the byte order mark that some programs write first. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

/** Takes blank lines off the end of an output: a script's last `print` makes one, and no row. */
export async function cutBlankEnd(path: string, bytes: number, { tail }: OutputEnds) {
  let at = tail.length;
  while (at > 0 && "\r\n".includes(tail.charAt(at - 1))) at--;
  const blank = tail.slice(at);
  const end = blank.startsWith("\r\n") ? 2 : 1;
  if (blank.length > end) await truncate(path, bytes - (blank.length - end));
}
