/**
 * A card as one SVG that stands by itself: title, legend where the page draws its own, the chart, and
 * below it what a reader of the picture cannot look up.
 */
import type { LegendEntry } from "../charts/legend-entries.js";

export interface PictureParts {
  readonly title: string;
  readonly description?: string | undefined;
  /** Of what is drawn; empty where the drawing has its legend in it. */
  readonly legend: readonly LegendEntry[];
  /** An SVG with a size. */
  readonly drawing: string;
  /** CSS pixels of the drawing. */
  readonly width: number;
  readonly height: number;
  /** What was chosen, and of when the data is. */
  readonly notes: readonly string[];
}

/** Colours and the font, as CSS writes them. */
export interface PictureStyle {
  readonly surface: string;
  readonly border: string;
  readonly text: string;
  readonly muted: string;
  readonly font: string;
}

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** The width of a text in a CSS font. */
export type Measure = (text: string, font: string) => number;

const MARGIN = 16;
const SWATCH = 10;
const SMALLEST = 280;
const TITLE = { size: 15, weight: 600, line: 21 };
const PLAIN = { size: 12, weight: 400, line: 17 };

type Letters = typeof PLAIN;

export function pictureOf(parts: PictureParts, style: PictureStyle, measure: Measure): Picture {
  const width = Math.max(SMALLEST, Math.round(parts.width));
  const room = width - 2 * MARGIN;
  const marks: string[] = [];
  let y = MARGIN;

  function write(text: string, letters: Letters, colour: string): void {
    const font = fontOf(letters, style);
    for (const line of wrapped(text, room, (part) => measure(part, font))) {
      y += letters.line;
      marks.push(textAt(line, { x: MARGIN, y: y - 5, letters, colour }));
    }
  }

  write(parts.title, TITLE, style.text);
  if (parts.description !== undefined) write(parts.description, PLAIN, style.muted);
  const font = fontOf(PLAIN, style);
  const shown = parts.legend.filter((entry) => entry.shown);
  for (const row of legendRows(shown, room, (text) => measure(text, font))) {
    y += PLAIN.line;
    for (const { x, entry } of row) {
      const { name, colour = "none" } = entry;
      marks.push(
        `<rect x="${x}" y="${y - 14}" width="${SWATCH}" height="${SWATCH}" rx="3" fill="${escaped(colour)}"/>`,
        textAt(name, { x: x + SWATCH + 6, y: y - 5, letters: PLAIN, colour: style.muted }),
      );
    }
  }
  y += 6;
  marks.push(`<g transform="translate(0 ${y})">${parts.drawing}</g>`);
  y += Math.round(parts.height) + 10;
  marks.push(`<path d="M${MARGIN} ${y}H${width - MARGIN}" stroke="${escaped(style.border)}"/>`);
  y += 4;
  for (const note of parts.notes) write(note, PLAIN, style.muted);
  const height = y + MARGIN - 4;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(style.font)}">`;
  const ground = `<rect width="${width}" height="${height}" fill="${escaped(style.surface)}"/>`;
  return { svg: `${head}${ground}${marks.join("")}</svg>`, width, height };
}

function fontOf({ weight, size }: Letters, { font }: PictureStyle): string {
  return `${weight} ${size}px ${font}`;
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly letters: Letters;
  readonly colour: string;
}

function textAt(text: string, { x, y, letters, colour }: TextPlace): string {
  const { size, weight } = letters;
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${escaped(colour)}">${escaped(text)}</text>`;
}

/** Lines of words; a word that is wider than the room is cut. */
function wrapped(text: string, room: number, width: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (width(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (width(line) > room && line.length > 1) {
      let fits = line.length - 1;
      while (fits > 1 && width(line.slice(0, fits)) > room) fits -= 1;
      lines.push(line.slice(0, fits));
      line = line.slice(fits);
    }
  }
  return line === "" ? lines : [...lines, line];
}

interface PlacedEntry {
  readonly x: number;
  readonly entry: LegendEntry;
}

function legendRows(
  entries: readonly LegendEntry[],
  room: number,
  width: (text: string) => number,
): PlacedEntry[][] {
  const rows: PlacedEntry[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const size = SWATCH + 6 + width(entry.name);
    if (x + size > MARGIN + room) {
      x = MARGIN;
      rows.push([]);
    }
    rows.at(-1)?.push({ x: Math.round(x), entry });
    x += size + 14;
  }
  return rows;
}

/** For text and attributes. What XML cannot hold at all is left out. */
function escaped(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- control characters are meant
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}
