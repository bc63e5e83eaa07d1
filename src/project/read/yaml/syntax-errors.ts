/** The parser's errors as diagnostics, in the words and at the places that help. */
import type { CST, YAMLParseError } from "yaml";
import type { Diagnostic } from "../../../contract/diagnostic.js";
import { createDiagnostic } from "../../../diagnostics/index.js";
import type { ParsedFile } from "../../yaml-node.js";
import { syntaxProblem } from "./syntax-problem.js";

/** Errors after these are mostly the consequence of the first ones. */
const MOST_ERRORS = 5;

/**
 * The first errors, one per line. Tabs as indentation explain whatever else is wrong with a file; a
 * bracket or quotation mark that is not closed explains what comes after it.
 */
export function syntaxErrors(
  file: ParsedFile,
  text: string,
  errors: readonly YAMLParseError[],
  tokens: CST.Document,
): Diagnostic[] {
  const tabs = errors.filter(({ code }) => code === "TAB_AS_INDENT");
  const byLine = new Map<number, Diagnostic>();
  for (const error of tabs.length > 0 ? tabs : upToOpening(errors, tokens)) {
    const diagnostic = syntaxError(file, text, error, tokens);
    const line = diagnostic.at?.start.line ?? 0;
    if (!byLine.has(line)) byLine.set(line, diagnostic);
  }
  return [...byLine.values()].slice(0, MOST_ERRORS);
}

/** The first bracket or quotation mark that is not closed, and what is wrong before it. */
function upToOpening(
  errors: readonly YAMLParseError[],
  tokens: CST.Document,
): readonly YAMLParseError[] {
  for (const error of errors) {
    const opened = openedAt(error.message, error.pos[0], tokens);
    if (opened === undefined) continue;
    return [...errors.filter(({ pos }) => pos[0] < opened), error];
  }
  return errors;
}

function syntaxError(
  file: ParsedFile,
  text: string,
  { code, message, pos }: YAMLParseError,
  tokens: CST.Document,
): Diagnostic {
  const opened = openedAt(message, pos[0], tokens);
  const start = opened ?? pastSpaces(text, pos[0]);
  const lineEnd = text.indexOf("\n", start);
  const line = lineEnd < 0 ? text.length : lineEnd;
  const end = start + text.slice(start, line).trimEnd().length;
  if (code === "TAB_AS_INDENT") {
    return createDiagnostic("yaml-tab", {}, { at: file.locate(pos[0], Math.min(pos[1], end)) });
  }
  const told =
    code === "BAD_INDENT" && opened !== undefined
      ? { problem: "this bracket is not closed" }
      : syntaxProblem({ code, message, text, start, end });
  const from = start - (told.before ?? 0);
  const until = told.wholeLine ? end : Math.min(Math.max(pos[1], start + 1), end);
  const at = file.locate(from, Math.max(from, until));
  return createDiagnostic("yaml-syntax", { problem: told.problem }, { at, hint: told.hint });
}

/** What is wrong with an indentation is shown at the line's first character. */
function pastSpaces(text: string, offset: number): number {
  let at = offset;
  while (text[at] === " ") at++;
  return text[at] === "\n" || at === text.length ? offset : at;
}

/**
 * An unclosed quotation mark or bracket is reported where it was opened, not where the file ends.
 */
function openedAt(message: string, offset: number, document: CST.Document): number | undefined {
  if (message.startsWith("Missing closing"))
    return lastOpening(document, offset, ({ type }) => type.endsWith("quoted-scalar"));
  return /end with a [\]}]/.test(message) ? lastOpening(document, offset, isUnclosed) : undefined;
}

function isUnclosed(token: CST.Token): boolean {
  if (token.type !== "flow-collection") return false;
  return !token.end.some(({ type }) => type === "flow-map-end" || type === "flow-seq-end");
}

function lastOpening(
  document: CST.Document,
  before: number,
  wanted: (token: CST.Token) => boolean,
): number | undefined {
  let found: number | undefined;
  const open: (CST.Token | null | undefined)[] = [document.value];
  while (open.length > 0) {
    const token = open.pop();
    if (!token) continue;
    if (token.offset <= before && wanted(token)) found = Math.max(found ?? 0, token.offset);
    if (!("items" in token)) continue;
    for (const item of token.items) open.push("key" in item ? item.key : undefined, item.value);
  }
  return found;
}
