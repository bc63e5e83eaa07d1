/**
 * A copy of a file that others may be writing to: the bytes that it had when the copy began, read in
 * one pass, up to the end of the last record that was written whole.
 */
import { open, type FileHandle } from "node:fs/promises";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";

/**
 * How the last whole record is told from one that is half written. `whole`: there is no telling,
 * the copy ends where the file did. `wide` is text of two bytes a character.
 */
export type RecordEnd =
  | { readonly kind: "whole" }
  | { readonly kind: "line" }
  | { readonly kind: "wide" }
  /** A line end counts outside of quotes, which count where a value begins. */
  | { readonly kind: "csv"; readonly delimiter: string };

const CHUNK = 1 << 20;
const [NEWLINE, RETURN, QUOTE] = [0x0a, 0x0d, 0x22];

/** Fails when the file was cut meanwhile: then no state of it is in the copy. */
export async function copySettled(from: string, to: string, end: RecordEnd): Promise<void> {
  const source = await open(from, "r");
  const target = await open(to, "wx", 0o600);
  try {
    const { size } = await source.stat();
    const kept = await copyBytes(source, target, size, lastEnd(end));
    if (kept === undefined) throw new SourceError(createDiagnostic("file-changed", { file: from }));
    await target.truncate(kept);
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
}

/** How many bytes of those that were copied are to be kept; undefined when there were too few. */
async function copyBytes(
  source: FileHandle,
  target: FileHandle,
  size: number,
  look: (bytes: Uint8Array, at: number) => number,
): Promise<number | undefined> {
  const buffer = new Uint8Array(CHUNK);
  let kept = 0;
  for (let at = 0; at < size;) {
    const length = Math.min(CHUNK, size - at);
    const { bytesRead } = await source.read(buffer, 0, length, at);
    if (bytesRead === 0) return undefined;
    const bytes = buffer.subarray(0, bytesRead);
    await target.write(bytes, 0, bytesRead, at);
    kept = Math.max(kept, look(bytes, at));
    at += bytesRead;
  }
  return kept;
}

/** Yields, chunk after chunk, the offset behind the last record that has ended so far. */
function lastEnd(end: RecordEnd): (bytes: Uint8Array, at: number) => number {
  switch (end.kind) {
    case "whole":
      return (bytes, at) => at + bytes.length;
    case "line":
      return (bytes, at) => endAt(bytes.lastIndexOf(NEWLINE) + 1, at);
    case "wide":
      return (bytes, at) => endAt(wideEnd(bytes), at);
    case "csv":
      return csvEnd(end.delimiter);
    default:
      return end satisfies never;
  }
}

/** 0 within a chunk: no record ends there. */
function endAt(within: number, at: number): number {
  return within === 0 ? 0 : at + within;
}

/** Chunks have an even length, so that each begins with a character. */
function wideEnd(bytes: Uint8Array): number {
  for (let at = (bytes.length & ~1) - 2; at >= 0; at -= 2) {
    const [first = 1, second = 1] = [bytes[at], bytes[at + 1]];
    if (first + second === NEWLINE && first * second === 0) return at + 2;
  }
  return 0;
}

function csvEnd(delimiter: string): (bytes: Uint8Array, at: number) => number {
  const behind = delimiter.charCodeAt(delimiter.length - 1);
  let isQuoted = false;
  let begins = true;
  let newline = 0;
  let lonely = 0;
  return (bytes, at) => {
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      if (isQuoted) {
        // Behind the end of a value a second quote begins it again: it was one of its characters.
        if (byte === QUOTE) [isQuoted, begins] = [false, true];
        continue;
      }
      if (byte === QUOTE && begins) isQuoted = true;
      begins = byte === behind || byte === NEWLINE || byte === RETURN;
      if (byte === NEWLINE) newline = at + index + 1;
      else if (byte === RETURN) lonely = at + index + 1;
    }
    // Half of a line end of two is none; old files have returns alone.
    return newline > 0 ? newline : lonely;
  };
}
