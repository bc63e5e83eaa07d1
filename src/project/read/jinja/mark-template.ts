/**
 * The second render of the two: the same template with a marker before each line of text and before
 * each tag that writes something. Without the markers it must give the text of the first render.
 */
import { MARK_CLOSE, MARK_OPEN } from "../env-marker.js";
import { MARK_TAG, MARK_TEXT, type RenderMap } from "../positions.js";
import type { ScannedTemplate, TemplatePiece } from "./template-scanner.js";

export interface MarkedTemplate {
  readonly source: string;
  readonly kinds: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Tags that write what was caught elsewhere, or call for it. */
const WRITING_BLOCKS = new Set(["include", "call", "filter"]);

/** Puts the markers in. `renamed` is the source with other names of the same length in its tags. */
export function markTemplate({ pieces }: ScannedTemplate, renamed: string): MarkedTemplate {
  const marker = new Marker(renamed);
  for (const piece of pieces) marker.piece(piece);
  return marker;
}

/** Takes the markers out again; undefined when what is left is not the text of the first render. */
export function readMarks(
  marked: string,
  plain: string,
  marks: MarkedTemplate,
): RenderMap | undefined {
  const offsets: number[] = [];
  const indexes: number[] = [];
  let text = "";
  let last = 0;
  for (let open = marked.indexOf(MARK_OPEN); open >= 0; open = marked.indexOf(MARK_OPEN, last)) {
    const close = marked.indexOf(MARK_CLOSE, open);
    text += marked.slice(last, open);
    last = close + 1;
    const mark = Number(marked.slice(open + 1, close));
    offsets.push(text.length);
    indexes.push(mark);
  }
  text += marked.slice(last);
  if (text !== plain || indexes.length === 0) return undefined;
  return {
    offsets: Int32Array.from(offsets),
    marks: Int32Array.from(indexes),
    kinds: Uint8Array.from(marks.kinds),
    starts: Int32Array.from(marks.starts),
    ends: Int32Array.from(marks.ends),
  };
}

class Marker implements MarkedTemplate {
  source = "";
  readonly kinds: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  constructor(private readonly original: string) {}

  piece(piece: TemplatePiece): void {
    const text = this.original.slice(piece.start, piece.end);
    if (piece.captured) this.source += text;
    else if (piece.kind === "text") this.#text(piece.start, text);
    else if (piece.kind === "expression") this.#expression(piece, text);
    else {
      const recursive = piece.name === "for" && /\brecursive\s*[-+]?%\}$/.test(text);
      if (WRITING_BLOCKS.has(piece.name) || recursive)
        this.source += `${text.startsWith("{%-") ? "{{-" : "{{"} "${this.#mark(MARK_TAG, piece.start, piece.end)}" }}`;
      this.source += text;
    }
  }

  /**
   * Before the first visible character of each line: trimming of blanks then works as without
   * markers.
   */
  #text(start: number, text: string): void {
    let last = 0;
    const visible = /\S[^\n]*/g;
    for (let line = visible.exec(text); line; line = visible.exec(text)) {
      const at = start + line.index;
      this.source += text.slice(last, line.index) + this.#mark(MARK_TEXT, at, at + line[0].length);
      last = line.index;
    }
    this.source += text.slice(last);
  }

  #expression({ start, end }: TemplatePiece, text: string): void {
    const mark = `"${this.#mark(MARK_TAG, start, end)}" }}`;
    const control = /^\{\{[-+]/.test(text) ? text[2] : "";
    this.source += `{{${control} ${mark}{{${text.slice(2 + (control ?? "").length)}`;
  }

  #mark(kind: number, start: number, end: number): string {
    this.kinds.push(kind);
    this.starts.push(start);
    this.ends.push(end);
    return `${MARK_OPEN}${this.kinds.length - 1}${MARK_CLOSE}`;
  }
}
