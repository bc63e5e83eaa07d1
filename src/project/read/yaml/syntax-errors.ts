/** The parser's errors as diagnostics, in the words and at the places that help. */
import type { CST, YAMLParseError } from "yaml";
import type { Diagnostic } from "../../../contract/diagnostic.js";
import { createDiagnostic } from "../../../diagnostics/index.js";
import type { ParsedFile } from "../../yaml-node.js";
import { syntaxProblem } from "./syntax-problem.js";

/** Errors after these are mostly the consequence of the first ones. */
const MOST_ERRORS = 5;

/** The first errors, one per line. Tabs as indentation explain whatever else is wrong with a file. */
export function syntaxErrors(
  file: ParsedFile,
  text: string,
  errors: readonly YAMLParseError[],
  tokens: CST.Document,
): Diagnostic[] {
  const tabs = errors.filter(({ code }) => code === "TAB_AS_INDENT");
  const byLine = new Map<number, Diagnostic>();
  for (const error of tabs.length > 0 ? tabs : errors) {
    const diagnostic = syntaxError(file, text, error, tokens);
    const line = diagnostic.at?.start.line ?? 0;
    if (!byLine.has(line)) byLine.set(line, diagnostic);
  }
  return [...byLine.values()].slice(0, MOST_ERRORS);
}

function syntaxError(
  file: ParsedFile,
  text: string,
  { code, message, pos }: YAMLParseError,
  tokens: CST.Document,
): Diagnostic {
  const opened = openedAt(message, pos[0], tokens);
  const start = opened ?? pos[0];
  const lineEnd = text.indexOf("\n", start);
  const rest = text.slice(start, lineEnd < 0 ? text.length : lineEnd);
  const at = file.locate(start, Math.max(start, Math.min(pos[1], start + rest.length)));
  if (code === "TAB_AS_INDENT") return createDiagnostic("yaml-tab", {}, { at });
  if (code === "BAD_INDENT" && opened !== undefined)
    return createDiagnostic("yaml-syntax", { problem: "this bracket is not closed" }, { at });
  const { problem, hint } = syntaxProblem(code, message, rest);
  return createDiagnostic("yaml-syntax", { problem }, { at, hint });
}

/** An unclosed quotation mark or bracket is reported where it was opened, not where the file ends. */
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
