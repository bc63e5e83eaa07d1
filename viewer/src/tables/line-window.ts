/** Which lines of a long table are drawn, and how far down they stand. All lines are equally high. */
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** How a long table lies in the area that it scrolls in; heights in CSS pixels. */
export interface Lie {
  readonly lines: number;
  /** Of a line. */
  readonly height: number;
  /** Of the part of the area in which lines are seen. */
  readonly room: number;
  /** How far the area is scrolled. */
  readonly top: number;
}

export interface LineWindow {
  /** The first drawn line, and the one behind the last. */
  readonly first: number;
  readonly end: number;
  /** Height of the empty space above and below the drawn lines. */
  readonly above: number;
  readonly below: number;
}

/** Lines drawn above and below those in sight, so that quick scrolling shows no gaps. */
const AHEAD = 8;
/** Browsers place nothing that is much higher; beyond it, a pixel of scrolling is more than one. */
const MOST_PIXELS = 10_000_000;

export function windowAt({ lines, height, room, top }: Lie): LineWindow {
  const pixels = pixelsOf(lines, height);
  const start = top * scale(lines, height, room);
  const firstSeen = Math.min(lines, Math.floor(start / height));
  // Where the first line in sight stands; there is room for only so many above it.
  const place = Math.max(0, top - (start - firstSeen * height));
  const first = firstSeen - Math.min(firstSeen, AHEAD, Math.floor(place / height));
  const end = Math.min(lines, Math.ceil((start + room) / height) + AHEAD);
  const above = place - (firstSeen - first) * height;
  return { first, end, above, below: Math.max(0, pixels - above - (end - first) * height) };
}

/** How far the area has to be scrolled for a line to be in sight: as little as possible. */
export function topToShow(line: number, { lines, height, room, top }: Lie): number {
  const ratio = scale(lines, height, room);
  const start = Math.max((line + 1) * height - room, Math.min(top * ratio, line * height));
  return start / ratio;
}

function pixelsOf(lines: number, height: number): number {
  return Math.min(lines * height, MOST_PIXELS);
}

/** Pixels of the lines for one pixel of scrolling. */
function scale(lines: number, height: number, room: number): number {
  const pixels = pixelsOf(lines, height);
  return pixels > room ? (lines * height - room) / (pixels - room) : 1;
}

/** The lines to draw, all of them where `whole`; it follows the scrolling of the area. */
export function useLineWindow(
  area: RefObject<HTMLElement | null>,
  { lines, height, whole }: { lines: number; height: number; whole: boolean },
): LineWindow {
  const [{ room, top }, setLook] = useState({ room: 0, top: 0 });
  useLayoutEffect(() => {
    const { current } = area;
    if (!current || whole) return undefined;
    const look = () => {
      const next = { room: current.clientHeight, top: current.scrollTop };
      setLook((was) =>
        isSame({ lines, height, ...was }, { lines, height, ...next }) ? was : next,
      );
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, [lines, height, whole]);
  return whole
    ? { first: 0, end: lines, above: 0, below: 0 }
    : windowAt({ lines, height, room, top });
}

function isSame(a: Lie, b: Lie): boolean {
  const [one, other] = [windowAt(a), windowAt(b)];
  return one.first === other.first && one.end === other.end && one.above === other.above;
}
