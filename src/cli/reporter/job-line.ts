/** One line per job that has ended, and what is said below it. */
import type { FramedDiagnostic } from "../../contract/diagnostic.js";
import type { Colors } from "../colors.js";
import type { Sink } from "../terminal.js";
import { diagnosticText } from "../text/diagnostic-text.js";
import { clip, duration, pad, singleLine } from "../text/plain-text.js";

/** The sign at the beginning of a line. */
export interface Mark {
  readonly sign: string;
  readonly paint: (colors: Colors) => (text: string) => string;
}

export interface JobLine {
  readonly mark: Mark;
  readonly name: string;
  readonly measure: string;
  /** Absent where nothing was done; the line is pale then. */
  readonly milliseconds: number | undefined;
}

const MEASURE_WIDTH = 18;
const TIME_WIDTH = 12;

/** Fits the terminal. */
export function jobLine(
  { mark, name, measure, milliseconds }: JobLine,
  { colors, columns }: Sink,
): string {
  const room = Math.min(columns, 100) - MEASURE_WIDTH - TIME_WIDTH - 2;
  const named = pad(clip(singleLine(name), room), room);
  const time = pad(milliseconds === undefined ? "" : duration(milliseconds), TIME_WIDTH, "left");
  const line = `${named}${pad(measure, MEASURE_WIDTH, "left")}${time}`.trimEnd();
  const text = milliseconds === undefined ? colors.dim(line) : line;
  return `${mark.paint(colors)(mark.sign)} ${text}`;
}

/** A sentence below a job's line. */
export function asideLine(sentence: string, { colors }: Sink): string {
  return `    ${colors.dim(singleLine(sentence))}\n`;
}

/** The diagnostics below a job's line, with room around them. */
export function indentedDiagnostics(
  diagnostics: readonly FramedDiagnostic[],
  { colors, columns }: Sink,
): string {
  const indented = diagnostics.map((diagnostic) =>
    diagnosticText(diagnostic, { colors, columns: columns - 2 })
      .split("\n")
      .map((line) => (line === "" ? "" : `  ${line}`))
      .join("\n"),
  );
  return indented.length > 0 ? `\n${indented.join("\n\n")}\n\n` : "";
}
