/** Draws marks over one another, each as an SVG element would be, without one for each. */
import type { MarkLook, Mask } from "./mark-look.js";
import { createMaskMaker, PHASES, reachOf } from "./mark-masks.js";

/** Marks in the order in which they are drawn. */
export interface Marks {
  /** Pixels of the screen; a mark that lacks one is not drawn. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly looks: readonly MarkLook[];
}

/** A canvas and where its corner lies, in whole pixels of the screen. */
export interface MarksPicture {
  readonly canvas: HTMLCanvasElement;
  readonly left: number;
  readonly top: number;
}

/** Masks of so many numbers are kept; where there are more, nearly each mark has one of its own. */
const MOST_KEPT = 8_000_000;

/** `scale` is the number of pixels of the screen for each of a look. Undefined: nothing to see. */
export function drawMarks({ xs, ys, looks }: Marks, scale: number): MarksPicture | undefined {
  let reach = 0;
  for (const look of new Set(looks)) reach = Math.max(reach, reachOf(look, scale));
  const [left, right] = bounds(xs, reach);
  const [top, bottom] = bounds(ys, reach);
  const [width, height] = [right - left + 1, bottom - top + 1];
  if (!(width > 0 && height > 0)) return undefined;
  const makeMask = createMaskMaker(scale, width, reach);
  const ink = new Float32Array(width * height * 4);
  let kept = 0;
  looks.forEach((look, index) => {
    const column = Math.round(((xs[index] ?? 0) - left) * PHASES);
    const row = Math.round(((ys[index] ?? 0) - top) * PHASES);
    if (Number.isNaN(column + row)) return;
    const phase = (row % PHASES) * PHASES + (column % PHASES);
    let mask = look.masks[phase];
    if (!mask) {
      mask = makeMask(look, phase);
      kept += mask.length;
      if (kept < MOST_KEPT) look.masks[phase] = mask;
    }
    blend(ink, Math.floor(row / PHASES) * width + Math.floor(column / PHASES), mask, look);
  });
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pixels = new Uint8ClampedArray(ink.length);
  for (let at = 0; at < ink.length; at += 1) {
    // Colours are multiplied with their alpha in `ink`, and not in the pixels of a canvas.
    pixels[at] = ((ink[at] ?? 0) / ((at % 4 < 3 && ink[at | 3]) || 1)) * 255;
  }
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return { canvas, left, top };
}

/** From which to which whole pixel marks of this reach lie. */
function bounds(places: Float64Array, reach: number): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const place of places) {
    if (place < low) low = place;
    if (place > high) high = place;
  }
  return [Math.floor(low) - reach, Math.ceil(high) + reach];
}

/** The outline lies over the fill; both together are as opaque as the mark. */
function blend(
  ink: Float32Array,
  first: number,
  mask: Mask,
  { fill: [red, green, blue, alpha], stroke: [red2, green2, blue2, alpha2], opacity }: MarkLook,
): void {
  for (let pixel = 0; pixel < mask.length; pixel += 3) {
    const at = (first + (mask[pixel] ?? 0)) * 4;
    const covered = (mask[pixel + 2] ?? 0) * alpha2;
    const line = opacity * covered;
    const body = opacity * (mask[pixel + 1] ?? 0) * alpha * (1 - covered);
    const below = 1 - line - body;
    ink[at] = (ink[at] ?? 0) * below + line * red2 + body * red;
    ink[at + 1] = (ink[at + 1] ?? 0) * below + line * green2 + body * green;
    ink[at + 2] = (ink[at + 2] ?? 0) * below + line * blue2 + body * blue;
    ink[at + 3] = (ink[at + 3] ?? 0) * below + line + body;
  }
}
