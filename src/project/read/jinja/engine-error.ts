/** From the engine's error message to a problem with its place in the source. */
import type { TemplateProblem } from "./render-messages.js";
import { plainProblem } from "./alternatives.js";
import { ENGINE_FILTERS, ENGINE_FUNCTIONS, ENGINE_TAGS, ENGINE_TESTS } from "./engine-names.js";
import { namesOf } from "./template-names.js";
import type { ScannedTemplate } from "./template-scanner.js";

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
    return { ...place, kind: "undefined", name: words, known: knownNames(template, names) };
  }
  const unknown = unknownName(text, words, names);
  if (unknown) return { ...place, ...unknown };
  if (text.startsWith("engine ran out of fuel"))
    return { ...place, kind: "exhausted", resource: "time" };
  if (text.startsWith("syntax error")) return syntaxProblem(text, place, template);
  if (text.startsWith("template not found")) {
    const problem = "templates cannot load other templates; use `includes` of the project";
    return { ...place, kind: "failed", problem };
  }
  return { ...place, kind: "failed", problem: struckOut(plainProblem(withoutKind(text)), values) };
}

/** Names that have a value in a template: its own and those of functions. */
export function knownNames(template: ScannedTemplate, names: EngineNames): string[] {
  return [...namesOf(template), ...names.functions, ...ENGINE_FUNCTIONS];
}

function unknownName(
  text: string,
  words: string,
  names: EngineNames,
): Omit<Extract<TemplateProblem, { kind: "unknown" }>, "start" | "end"> | undefined {
  const plain = /^unknown (function|filter|test): (?:(?:filter|test) )?(\S+) is unknown/.exec(text);
  if (plain?.[1] !== undefined && plain[2] !== undefined) {
    const known = {
      function: [...names.functions, ...ENGINE_FUNCTIONS],
      filter: [...names.filters, ...ENGINE_FILTERS],
      test: ENGINE_TESTS,
    };
    const what = plain[1] as keyof typeof known; // one of the pattern's three words
    return { kind: "unknown", what, name: plain[2], known: known[what] };
  }
  // A method that there is, but not with so many arguments, is not named.
  const method =
    /^unknown method: .* has no method named (\S+)/.exec(text)?.[1] ??
    (text.startsWith("unknown method") ? /^\.?(\w+)\(/.exec(words)?.[1] : undefined);
  if (method !== undefined) return { kind: "unknown", what: "method", name: method, known: [] };
  const tag = /^syntax error: unknown statement (\w+)/.exec(text)?.[1];
  if (tag === undefined || tag.startsWith("end") || tag.startsWith("el")) return undefined;
  return { kind: "unknown", what: "tag", name: tag, known: ENGINE_TAGS };
}

/**
 * The engine reports what is never closed at the end of the file; it is shown where it was opened.
 */
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
  const problem =
    stray === undefined ? plainProblem(withoutKind(text)) : `this \`${stray}\` has nothing to end`;
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
