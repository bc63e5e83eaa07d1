import {
  coversLine,
  type CodeFrame,
  type FramedDiagnostic,
  type SourceRange,
} from "../../contract/diagnostic.js";
import type { Colors } from "../colors.js";
import { displayWidth, expandTabs, singleLine, withoutControls } from "./plain-text.js";

const MOST_DETAIL_LINES = 40;

interface Style {
  readonly colors: Colors;
  readonly columns: number;
}

/**
 * A diagnostic for people, without a line break at its end:
 *
 *     error[unknown-key]: `colour` is not a field of a trace.
 *       --> traces.yml:12:5
 *        |
 *     12 |     colour: red
 *        |     ^^^^^^
 *        |
 *        = hint: Did you mean `color`?
 */
export function diagnosticText(diagnostic: FramedDiagnostic, style: Style): string {
  const { colors } = style;
  const paint = diagnostic.severity === "error" ? colors.red : colors.yellow;
  const label = paint(colors.bold(`${diagnostic.severity}[${diagnostic.code}]`));
  const { at, frame } = diagnostic;
  const gutter = frame ? String(frame.firstLine + frame.lines.length - 1).length : 1;
  const lines = [`${label}${colors.bold(`: ${singleLine(diagnostic.message)}`)}`];
  if (at) lines.push(placeLine(at, gutter, colors));
  if (at && frame) lines.push(...frameLines(frame, at, gutter, paint, style));
  const margin = " ".repeat(gutter + 1);
  const remark = (word: string, text: string, color: (text: string) => string) => {
    const [first = "", ...more] = withoutControls(text).trimEnd().split("\n").map(expandTabs);
    lines.push(`${margin}${colors.blue("=")} ${color(`${word}:`)} ${first}`);
    for (const line of more) lines.push(`${margin}  ${" ".repeat(word.length + 2)}${line}`);
  };
  if (at?.note !== undefined) remark("note", at.note, colors.bold);
  for (const related of diagnostic.related ?? []) {
    remark("note", related.message, colors.bold);
    if (related.at) lines.push(`${margin}    ${placeLine(related.at, 0, colors)}`);
  }
  if (diagnostic.hint !== undefined) remark("hint", diagnostic.hint, colors.cyan);
  if (diagnostic.detail !== undefined)
    lines.push(...detailLines(diagnostic.detail, margin, colors));
  return lines.join("\n");
}

/** Several, with an empty line after each. */
export function diagnosticsText(diagnostics: readonly FramedDiagnostic[], style: Style): string {
  return diagnostics.map((diagnostic) => `${diagnosticText(diagnostic, style)}\n\n`).join("");
}

function placeLine(at: SourceRange, gutter: number, colors: Colors): string {
  const place = `${singleLine(at.file)}:${at.start.line}:${at.start.column}`;
  return `${" ".repeat(gutter)}${colors.blue("-->")} ${place}`;
}

function frameLines(
  frame: CodeFrame,
  at: SourceRange,
  gutter: number,
  paint: (text: string) => string,
  { colors, columns }: Style,
): string[] {
  const bar = colors.blue("|");
  const empty = `${" ".repeat(gutter)} ${bar}`;
  const room = Math.max(20, columns - gutter - 3);
  const lines = [empty];
  frame.lines.forEach((text, index) => {
    const number = frame.firstLine + index;
    const marked = markedLine(text, number, at, room);
    lines.push(`${colors.blue(String(number).padStart(gutter))} ${bar} ${marked.text}`.trimEnd());
    if (marked.carets !== undefined) lines.push(`${empty} ${paint(marked.carets)}`);
  });
  return [...lines, empty];
}

/** A line as it fits, and the carets under the part of it that the range covers. */
function markedLine(
  whole: string,
  number: number,
  range: SourceRange,
  room: number,
): { text: string; carets?: string } {
  const { text: source, at } = nearPart(whole, number, range, room);
  const columnOf = (column: number) =>
    displayWidth(visible(source.slice(0, Math.max(0, column - 1))));
  const text = visible(source).trimEnd();
  const indent = text.length - text.trimStart().length;
  const covered = coversLine(at, number) && text !== "";
  const from = number === at.start.line ? columnOf(at.start.column) : indent;
  const to = number === at.end.line ? columnOf(at.end.column) : displayWidth(text);
  const shift = covered && from > room - 10 ? from - Math.min(from, 10) : 0;
  const shown = window(text, shift, room);
  if (!covered) return { text: shown };
  const length = Math.max(1, Math.min(to, shift + room) - from);
  return { text: shown, carets: " ".repeat(from - shift) + "^".repeat(length) };
}

/** Of a very long line the part around the range, in which the range has its own columns. */
function nearPart(
  text: string,
  number: number,
  at: SourceRange,
  room: number,
): { text: string; at: SourceRange } {
  const before = number === at.start.line ? Math.max(0, at.start.column - 1 - 2 * room) : 0;
  if (before === 0) return { text: text.slice(0, (at.start.column + room) * 2), at };
  const moved = (line: number, column: number) =>
    line === number ? { line, column: column - before } : { line, column };
  return {
    text: text.slice(before, before + 6 * room),
    at: {
      ...at,
      start: moved(at.start.line, at.start.column),
      end: moved(at.end.line, at.end.column),
    },
  };
}

/** The part of a line that fits, with `…` where something is left out. */
function window(text: string, shift: number, room: number): string {
  const characters = Array.from(text);
  const rest = shift === 0 ? characters : ["…", ...characters.slice(shift + 1)];
  return rest.length <= room ? rest.join("") : `${rest.slice(0, room - 1).join("")}…`;
}

function visible(text: string): string {
  return expandTabs(withoutControls(text));
}

function detailLines(detail: string, margin: string, colors: Colors): string[] {
  const lines = withoutControls(detail).trimEnd().split("\n").map(expandTabs);
  const shown = lines.slice(0, MOST_DETAIL_LINES).map((line) => `${margin}  ${line}`.trimEnd());
  if (lines.length > shown.length) {
    shown.push(`${margin}  … ${lines.length - shown.length} more lines (all of them with --json)`);
  }
  return shown.map((line) => colors.dim(line));
}
