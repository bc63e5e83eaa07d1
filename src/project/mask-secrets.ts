import { maskAddresses } from "../diagnostics/scrub.js";
import type { SourceFiles } from "../diagnostics/source-files.js";
import { namesSecret } from "./secret-name.js";

/** A key and what separates it from its value; each word is looked at once. */
const KEY = /(?<!\w)(\w{1,128})["']?[^\S\n]{0,64}:[^\S\n]{0,64}/g;
/** In quotes over several lines too; a broken file may lack the last quote. */
const VALUE = /"(?:[^"\\]|\\[^]){0,20000}"?|'(?:[^']|''){0,20000}'?|[^\s,}#][^,}\n]*/y;
const BLOCK = /[|>]/;
const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const KEY_ENDS = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/;

/**
 * The same files for showing: a secret that is written out becomes dots of the same length, so that
 * no code frame shows it and columns stay right. A reference to a variable is no secret and stays.
 * Keys count when they are misspelt too: the text is masked before it is known to be YAML at all.
 */
export function maskSecrets(files: SourceFiles): SourceFiles {
  const masked = new Map<string, string>();
  return {
    get(file) {
      const text = files.get(file);
      if (text === undefined) return undefined;
      const known = masked.get(file) ?? maskAddresses(maskKeys(maskValues(text)), dotted);
      masked.set(file, known);
      return known;
    },
  };
}

function maskValues(text: string): string {
  let result = "";
  let done = 0;
  KEY.lastIndex = 0;
  for (let match = KEY.exec(text); match; match = KEY.exec(text)) {
    const { 1: name = "", index } = match;
    if (!namesSecret(name)) continue;
    const start = KEY.lastIndex;
    const end = endOfValue(text, index, start);
    if (end === start) continue;
    result += text.slice(done, start) + maskValue(text.slice(start, end));
    KEY.lastIndex = done = end;
  }
  return result + text.slice(done);
}

/** Lines that are indented further than the key belong to the value, unless it is in quotes. */
function endOfValue(text: string, key: number, start: number): number {
  const first = text[start] ?? "";
  let end = start;
  if (!BLOCK.test(first)) {
    VALUE.lastIndex = start;
    if (!VALUE.test(text)) return start;
    end = VALUE.lastIndex;
    // What ends before its line does stands in brackets.
    if (/["']/.test(first) || (text[end] ?? "\n") !== "\n") return end;
  }
  const column = key - text.lastIndexOf("\n", key - 1) - 1;
  const lines = /[^\n]*(?:\n|$)/y;
  for (lines.lastIndex = lineEnd(text, end) + 1; lines.lastIndex < text.length;) {
    const [line] = lines.exec(text) ?? [""];
    if (line.trim() !== "" && line.search(/\S/) <= column) break;
    end = lines.lastIndex;
  }
  return end;
}

function lineEnd(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 ? text.length : found;
}

function maskValue(value: string): string {
  return /\{\{|\$\{/.test(value) ? value : dotted(value);
}

/** Keys in PEM, wherever they stand. */
function maskKeys(text: string): string {
  if (!KEY_BEGINS.test(text)) return text;
  let isKey = false;
  const lines = text.split("\n").map((line) => {
    const begins = KEY_BEGINS.test(line);
    const masked = isKey || begins ? dotted(line) : line;
    isKey = (isKey || begins) && !KEY_ENDS.test(line);
    return masked;
  });
  return lines.join("\n");
}

/** Indentation and line ends stay, so that columns and lines do. */
function dotted(value: string): string {
  return value.replaceAll(/[^\n]+/g, (line) => {
    const indent = line.length - line.trimStart().length;
    return line.slice(0, indent) + "•".repeat(line.length - indent);
  });
}
