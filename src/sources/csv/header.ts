/** Looking at the beginning of a CSV file: its delimiter and its first record. */
import { TextDecoder } from "node:util";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { readHead } from "../files/read-head.js";
import type { CsvConfig } from "./config.js";
import { decoderLabel, isUtf16 } from "./encodings.js";
import { UniformLines } from "./line-ends.js";

const DELIMITERS = [",", ";", "\t", "|"];
const QUOTE = '"';

export interface CsvHead {
  readonly delimiter: string;
  /** Values of the first record, without quotes; undefined for an empty file. */
  readonly first: readonly string[] | undefined;
  /** Whether a line before the first record tells the delimiter, as Excel has it. */
  readonly tellsDelimiter: boolean;
}

/** What of a file's beginning says how the file is to be read. */
export interface CsvFile extends CsvHead {
  readonly file: string;
  /** As a decoder knows it. */
  readonly encoding: string;
  /** Whether its lines end in several ways, as far as its beginning shows. */
  readonly isMixed: boolean;
}

/** Reads the head of a file, which may be compressed with gzip. */
export async function readCsvHead(
  file: string,
  config: Pick<CsvConfig, "delimiter" | "encoding">,
): Promise<CsvFile> {
  const bytes = await readHead(file);
  requireEncoding(bytes, file, config.encoding);
  const encoding = decoderLabel(config.encoding, bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  const head = parseCsvHead(text, config.delimiter);
  const lines = new UniformLines(head.delimiter);
  lines.next(text, false);
  return { ...head, file, encoding, isMixed: lines.breaks.size > 1 };
}

/** Whatever else it is, a text of bytes has no zeros; UTF-16 is recognised by them or its mark. */
function requireEncoding(head: Buffer, file: string, encoding: CsvConfig["encoding"]): void {
  if (encoding === "utf-16") return;
  if (isUtf16(head)) {
    const hint = "It is UTF-16, as some programs of Windows write: set `encoding: utf-16`.";
    throw new SourceError(createDiagnostic("csv-encoding-wrong", { encoding, file }, { hint }));
  }
  const line = head.indexOf("\n");
  if (head.subarray(0, line < 0 ? head.length : line).includes(0)) {
    const reason = "it holds zero bytes, which no text has.";
    throw new SourceError(createDiagnostic("csv-malformed", { file, reason }));
  }
}

/** `sep=;` as the first line. */
const TOLD = /^"?sep=(.)"?(?:\r\n|\n|\r|$)/iu;

/**
 * Delimiters inside quotes do not count; of those outside, the most frequent in the first record
 * wins.
 */
export function parseCsvHead(whole: string, given?: string): CsvHead {
  const told = TOLD.exec(whole);
  const text = told ? whole.slice(told[0].length) : whole;
  const tellsDelimiter = told !== null;
  if (text === "") return { delimiter: given ?? ",", first: undefined, tellsDelimiter };
  const delimiter = given ?? told?.[1] ?? mostFrequent(text);
  return { delimiter, first: firstRecord(text, delimiter), tellsDelimiter };
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
