import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { LineTable } from "./line-table.js";
import { RESERVED } from "./env-marker.js";
import { LIMITS } from "./yaml/limits.js";
import { readPlainFileSync } from "../../disk/plain-file.js";

/**
 * YAML allows tab, line feed and carriage return among the control characters, and nothing else.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F]/;

export interface SourceText {
  /** Absent when the file cannot be used. A byte order mark at its start is left out. */
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a project file as UTF-8 and refuses what would confuse the parser. `file` is its name in
 * messages.
 */
export function readSourceText(path: string, file: string): SourceText {
  let bytes: Buffer;
  try {
    bytes = readPlainFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unknown"; // readFile rejects with system errors only
    return { diagnostics: [createDiagnostic("file-unreadable", { file, reason })] };
  }
  const start = { line: 1, column: 1 };
  const at = { file, start, end: start };
  if (bytes.length > LIMITS.size)
    return { diagnostics: [createDiagnostic("file-too-large", {}, { at })] };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { diagnostics: [createDiagnostic("file-not-utf8", {}, { at })] };
  }
  const bad = findBadCharacter(text);
  if (bad === undefined) return { text, diagnostics: [] };
  const lines = new LineTable(text);
  const character = `U+${(text.charCodeAt(bad) || 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const range = { file, start: lines.position(bad), end: lines.position(bad + 1) };
  return { diagnostics: [createDiagnostic("file-character", { character }, { at: range })] };
}

/**
 * Control characters, a byte order mark in the middle, and the characters that mark rendered text.
 */
function findBadCharacter(text: string): number | undefined {
  const found = [text.search(CONTROL), text.search(RESERVED), text.indexOf("\uFEFF")];
  const offsets = found.filter((offset) => offset >= 0);
  return offsets.length > 0 ? Math.min(...offsets) : undefined;
}
