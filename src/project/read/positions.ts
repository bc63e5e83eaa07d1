/**
 * From offsets of the text that is parsed back to places in the file as the user wrote it.
 * A file without Jinja is its own map; a rendered one carries a {@link RenderMap}.
 */
import type { SourceRange } from "../../contract/diagnostic.js";
import { LineTable, lastAtMost } from "./line-table.js";

/** Kinds of {@link RenderMap.kinds}. */
export const MARK_TEXT = 0;
export const MARK_TAG = 1;

/**
 * Where each stretch of a rendered text comes from. Offsets rise; a stretch ends where the next
 * begins.
 */
export interface RenderMap {
  /** Offsets in the rendered text at which a stretch begins. */
  readonly offsets: Int32Array;
  /** For each stretch the index of its mark. */
  readonly marks: Int32Array;
  /** Per mark: text (a stretch is a copy of the source) or tag (it is what a tag produced). */
  readonly kinds: Uint8Array;
  /** Per mark: its range in the source. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The place in the file of a range of the parsed text; `end` is behind the last character. */
export type Locate = (start: number, end: number) => SourceRange;

/** Places in a file that is parsed as it was written. */
export function locateDirectly(file: string, source: string): Locate {
  const lines = new LineTable(source);
  return (start, end) => ({
    file,
    start: lines.position(start),
    end: lines.position(Math.max(start, end)),
  });
}

/** Places in a file that was rendered, but of which it is not known what came from where. */
export function locateNowhere(file: string): Locate {
  const start = { line: 1, column: 1 };
  return () => ({ file, start, end: start, note: "somewhere in the rendered text of this file" });
}

/** Places in a rendered file: exact for its own text, the tag's place for what a tag produced. */
export function locateRendered(file: string, source: string, map: RenderMap): Locate {
  const lines = new LineTable(source);
  let repetitions: Repetitions | undefined;

  return (start, end) => {
    const first = Math.max(0, lastAtMost(map.offsets, start));
    const origin = originOf(map, first, start);
    const last = Math.max(first, lastAtMost(map.offsets, Math.max(start, end - 1)));
    const target = originOf(map, last, Math.max(start, end - 1));
    // Of text that a loop repeats, the end may lie before the start: then the range ends with the
    // start.
    const until =
      end <= start && !origin.isTag
        ? origin.start
        : Math.max(origin.end, target.start >= origin.start ? target.end : 0);
    repetitions ??= countRepetitions(map);
    const repeated = (repetitions.total[map.marks[first] ?? 0] ?? 0) > 1;
    const note = noteOf(source, origin, repeated ? repetitions.ordinal[first] : undefined);
    return {
      file,
      start: lines.position(origin.start),
      end: lines.position(until),
      ...(note !== undefined && { note }),
    };
  };
}

interface Origin {
  readonly start: number;
  readonly end: number;
  readonly isTag: boolean;
}

function originOf(map: RenderMap, stretch: number, offset: number): Origin {
  const mark = map.marks[stretch] ?? 0;
  const start = map.starts[mark] ?? 0;
  if (map.kinds[mark] === MARK_TAG) return { start, end: map.ends[mark] ?? start, isTag: true };
  const at = start + Math.max(0, offset - (map.offsets[stretch] ?? 0));
  return { start: at, end: at + 1, isTag: false };
}

interface Repetitions {
  /** Per stretch: the how-manieth of its mark it is, from 1. */
  readonly ordinal: Int32Array;
  /** Per mark: how often it was emitted. */
  readonly total: Int32Array;
}

function countRepetitions(map: RenderMap): Repetitions {
  const ordinal = new Int32Array(map.marks.length);
  const total = new Int32Array(map.kinds.length);
  map.marks.forEach((mark, stretch) => {
    const count = (total[mark] ?? 0) + 1;
    total[mark] = count;
    ordinal[stretch] = count;
  });
  return { ordinal, total };
}

function noteOf(
  source: string,
  { start, end, isTag }: Origin,
  repetition: number | undefined,
): string | undefined {
  const repeated = repetition === undefined ? undefined : `(repetition ${repetition})`;
  if (!isTag) return repeated;
  const tag = `in text produced by \`${abbreviate(source.slice(start, end))}\``;
  return repeated === undefined ? tag : `${tag} ${repeated}`;
}

function abbreviate(tag: string): string {
  const line = tag.replaceAll(/\s+/g, " ");
  return line.length <= 60 ? line : `${line.slice(0, 57)}…`;
}
