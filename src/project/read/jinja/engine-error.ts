/** From the engine's error message to a problem with its place in the source. */
import type { TemplateProblem } from "./render-messages.js";
import { tagTokens } from "./tag-tokens.js";
import type { ScannedTemplate, TemplatePiece } from "./template-scanner.js";

/** What the engine itself knows besides our functions, for near names. */
const FUNCTIONS = ["range", "dict", "namespace", "debug"];
const TESTS =
  "defined undefined none string number sequence mapping iterable callable even odd in eq true false".split(
    " ",
  );
const FILTERS = [
  "abs attr batch bool capitalize chain default dictsort escape first float groupby indent int items join last",
  "length lines list lower map max min pprint reject rejectattr replace reverse round safe select selectattr",
  "slice sort split string sum title tojson trim unique upper urlencode zip",
].flatMap((line) => line.split(" "));

interface Place {
  readonly start: number;
  readonly end: number;
}

export interface EngineNames {
  readonly functions: readonly string[];
  readonly filters: readonly string[];
}

/** What the engine's error says. Values of the environment are struck out of its words. */
export function engineProblem(
  message: string,
  template: ScannedTemplate,
  names: EngineNames,
  values: Iterable<string>,
): TemplateProblem {
  const text = (message.split("\n", 1)[0] ?? "").replace(/ \(in <string>:\d+\)$/, "");
  const line = /\(in <string>:(\d+)\)$/m.exec(message)?.[1];
  const place = placeOf(message, line === undefined ? undefined : Number(line), template);
  const words = template.source.slice(place.start, place.end);
  if (text.startsWith("undefined value")) {
    const known = [...namesOf(template), ...names.functions, ...FUNCTIONS];
    return { ...place, kind: "undefined", name: words, known };
  }
  const unknown = unknownName(text, names);
  if (unknown) return { ...place, ...unknown };
  if (text.startsWith("engine ran out of fuel"))
    return { ...place, kind: "exhausted", resource: "time" };
  if (text.startsWith("syntax error")) return syntaxProblem(text, place, template);
  if (text.startsWith("template not found")) {
    const problem = "templates cannot load other templates; use `includes` of the project";
    return { ...place, kind: "failed", problem };
  }
  return { ...place, kind: "failed", problem: struckOut(withoutKind(text), values) };
}

function unknownName(
  text: string,
  names: EngineNames,
): Omit<Extract<TemplateProblem, { kind: "unknown" }>, "start" | "end"> | undefined {
  const plain = /^unknown (function|filter|test): (?:(?:filter|test) )?(\S+) is unknown/.exec(text);
  if (plain?.[1] !== undefined && plain[2] !== undefined) {
    const known = {
      function: [...names.functions, ...FUNCTIONS],
      filter: [...names.filters, ...FILTERS],
      test: TESTS,
    };
    const what = plain[1] as keyof typeof known; // one of the pattern's three words
    return { kind: "unknown", what, name: plain[2], known: known[what] };
  }
  const method = /^unknown method: .* has no method named (\S+)/.exec(text)?.[1];
  if (method !== undefined) return { kind: "unknown", what: "method", name: method, known: [] };
  const tag = /^syntax error: unknown statement (\w+)/.exec(text)?.[1];
  if (tag === undefined || tag.startsWith("end") || tag.startsWith("el")) return undefined;
  const known = ["for", "if", "set", "macro", "call", "filter", "raw", "with", "endfor", "endif"];
  return { kind: "unknown", what: "tag", name: tag, known };
}

/** The engine reports what is never closed at the end of the file; it is shown where it was opened. */
function syntaxProblem(text: string, place: Place, template: ScannedTemplate): TemplateProblem {
  const { unclosed, open, source } = template;
  const kind = "syntax";
  if (unclosed !== undefined) {
    const bracket = source.slice(unclosed, unclosed + 2);
    return {
      start: unclosed,
      end: unclosed + 2,
      kind,
      problem: `this \`${bracket}\` is not closed`,
    };
  }
  const block = open.at(-1);
  if (block && /unexpected end of input/.test(text)) {
    const problem = `this \`${block.name}\` has no \`{% end${block.name} %}\``;
    return { start: block.start, end: block.end, kind, problem };
  }
  const stray = /unknown statement (\w+)/.exec(text)?.[1];
  const problem = stray === undefined ? withoutKind(text) : `this \`${stray}\` has nothing to end`;
  return { ...place, kind, problem };
}

function placeOf(message: string, line: number | undefined, template: ScannedTemplate): Place {
  if (line === undefined) return { start: 0, end: 0 };
  const { source, pieces } = template;
  const lineStart = startOfLine(source, line);
  const lineEnd = source.indexOf("\n", lineStart);
  const caret = /^ +i( +)(\^+)/m.exec(message);
  if (caret) {
    const text = source.slice(lineStart, lineEnd < 0 ? source.length : lineEnd);
    const characters = Array.from(text); // the engine counts code points
    const before = characters.slice(0, (caret[1] ?? " ").length - 1).join("").length;
    const width = characters
      .slice((caret[1] ?? " ").length - 1)
      .slice(0, caret[2]?.length)
      .join("").length;
    return { start: lineStart + before, end: lineStart + before + width };
  }
  const tag = pieces.find(
    (piece) =>
      piece.kind !== "text" && piece.end > lineStart && (lineEnd < 0 || piece.start < lineEnd),
  );
  return { start: tag?.start ?? lineStart, end: tag?.end ?? lineStart };
}

function startOfLine(source: string, line: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) {
    const end = source.indexOf("\n", start);
    if (end < 0) return start;
    start = end + 1;
  }
  return start;
}

/** Names that the template itself defines. */
function namesOf({ source, pieces }: ScannedTemplate): string[] {
  const names = new Set<string>();
  for (const piece of pieces) {
    for (const name of assignedNames(source, piece)) names.add(name);
  }
  return [...names];
}

/** Names that a tag gives a value. */
export function assignedNames(source: string, piece: TemplatePiece): string[] {
  if (piece.kind !== "block" || !["set", "for", "macro", "with"].includes(piece.name)) return [];
  const names: string[] = [];
  for (const { kind, text } of tagTokens(source, piece).slice(1)) {
    if (text === "=" || text === "in" || text === "(") break;
    if (kind === "name") names.push(text);
  }
  return names;
}

function withoutKind(text: string): string {
  return text.replace(/^(?:syntax error|invalid operation|bad serialization|error): /, "");
}

function struckOut(text: string, values: Iterable<string>): string {
  let clean = text;
  for (const value of values) {
    if (value.length > 2) clean = clean.replaceAll(value, "…");
  }
  return clean;
}
