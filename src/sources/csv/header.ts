/** Looking at the beginning of a CSV file: its delimiter and its first record. */
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
  return parseCsvHead(decode(await readHead(file), config.encoding), config.delimiter);
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
