/** Looking at the beginning of a CSV file: its delimiter and its first record. */
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { readHead } from "../files/read-head.js";
import type { CsvConfig } from "./config.js";

const DELIMITERS = [",", ";", "\t", "|"];
const QUOTE = '"';

export interface CsvHead {
  readonly delimiter: string;
  /** Values of the first record, without quotes; undefined for an empty file. */
  readonly first: readonly string[] | undefined;
}

/** Reads the head of a file, which may be compressed with gzip. */
export async function readCsvHead(
  file: string,
  config: Pick<CsvConfig, "delimiter" | "encoding">,
): Promise<CsvHead> {
  const head = await readHead(file);
  requireEncoding(file, head, config.encoding);
  return parseCsvHead(decode(head, config.encoding), config.delimiter);
}

/** Whatever else it is, a text of bytes has no zeros, and two of these begin one of UTF-16. */
function requireEncoding(file: string, head: Buffer, encoding: CsvConfig["encoding"]): void {
  if (encoding.startsWith("utf-16")) return;
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    const hint = "It is UTF-16, as some programs of Windows write: set `encoding: utf-16`.";
    throw new SourceError(createDiagnostic("csv-encoding-wrong", { encoding }, { hint }));
  }
  const line = head.indexOf("\n");
  if (head.subarray(0, line < 0 ? head.length : line).includes(0)) {
    const reason = "it holds zero bytes, which no text has.";
    throw new SourceError(createDiagnostic("csv-malformed", { file, reason }));
  }
}

/**
 * Delimiters inside quotes do not count; of those outside, the most frequent in the first record
 * wins.
 */
export function parseCsvHead(text: string, given?: string): CsvHead {
  if (text === "") return { delimiter: given ?? ",", first: undefined };
  const delimiter = given ?? mostFrequent(text);
  return { delimiter, first: firstRecord(text, delimiter) };
}

function mostFrequent(text: string): string {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const character of text) {
    if (character === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (character === "\n" || character === "\r") break;
    else if (counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const [best] = [...counts].toSorted(([, a], [, b]) => b - a);
  return best?.[0] ?? ",";
}

/** Quotes count where a value begins with one, as RFC 4180 has it. */
function firstRecord(text: string, delimiter: string): string[] {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    let value: string;
    [value, at] = text[at] === QUOTE ? quotedValue(text, at + 1) : ["", at];
    const end = endOfValue(text, at, delimiter);
    values.push(value + text.slice(at, end));
    if (!text.startsWith(delimiter, end)) return values;
    at = end + delimiter.length;
  }
}

function endOfValue(text: string, start: number, delimiter: string): number {
  let at = start;
  while (
    at < text.length &&
    text[at] !== "\n" &&
    text[at] !== "\r" &&
    !text.startsWith(delimiter, at)
  )
    at++;
  return at;
}

function quotedValue(text: string, start: number): [value: string, end: number] {
  let value = "";
  let at = start;
  while (at < text.length) {
    if (text[at] !== QUOTE) value += text[at++];
    else if (text[at + 1] === QUOTE) {
      value += QUOTE;
      at += 2;
    } else return [value, at + 1];
  }
  return [value, at];
}

function decode(bytes: Buffer, encoding: CsvConfig["encoding"]): string {
  const label = encoding === "utf-16" ? "utf-16le" : encoding === "latin-1" ? "latin1" : encoding;
  return new TextDecoder(label).decode(bytes);
}
