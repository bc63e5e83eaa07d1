/** How much of each pixel the fill and the outline of a mark cover. */
import type { MarkLook, Mask } from "./mark-look.js";

/** Places between two pixels that are told apart, in each direction. */
export const PHASES = 8;

const CIRCLE = /^M([\d.]+),0A\1,\1 0 1,1 0,-\1A\1,\1 0 0,1 \1,0Z$/;

/** How many pixels a mark reaches beyond the one that it lies in, at most; `scale` of them for 1. */
export function reachOf({ path, strokeWidth }: MarkLook, scale: number): number {
  // A path may go on from a place by as much as another of its numbers says.
  const numbers = path.match(/[\d.]+/g) ?? [];
  return Math.ceil((2 * Math.max(...numbers.map(Number)) + strokeWidth) * scale) + 1;
}

/** Makes masks for a picture with `width` pixels in a row, of marks that reach so far at most. */
export function createMaskMaker(
  scale: number,
  width: number,
  mostReach: number,
): (look: MarkLook, phase: number) => Mask {
  const size = 2 * mostReach + 1;
  const context = new OffscreenCanvas(size, size).getContext("2d", { willReadFrequently: true });

  return (look, phase) => {
    const radius = Number(CIRCLE.exec(look.path)?.[1]) * scale;
    const half = (look.strokeWidth * scale) / 2;
    const reach = radius > 1 ? Math.ceil(radius + half) + 1 : reachOf(look, scale);
    const [x, y] = [(phase % PHASES) / PHASES, Math.floor(phase / PHASES) / PHASES];
    const pixels = radius > 1 ? undefined : context && drawn(context, look, [reach, x, y], scale);
    const mask: number[] = [];
    let at = 0;
    for (let row = -reach; row <= reach; row += 1) {
      for (let column = -reach; column <= reach; column += 1) {
        let [body, line] = [(pixels?.[at] ?? 0) / 255, (pixels?.[at + 1] ?? 0) / 255];
        at += 4;
        if (!pixels) {
          const distance = Math.hypot(column - x + 0.5, row - y + 0.5);
          const within = (edge: number) => Math.min(1, Math.max(0, edge - distance + 0.5));
          body = within(radius);
          line = within(radius + half) - within(radius - half);
        }
        if (body + line > 0) mask.push(row * width + column, body, line);
      }
    }
    return mask;
  };
}

/** Pixels around a mark: its fill in red and its outline in green, over black. */
function drawn(
  context: OffscreenCanvasRenderingContext2D,
  { path, strokeWidth }: MarkLook,
  [reach, x, y]: readonly [number, number, number],
  scale: number,
): Uint8ClampedArray {
  const size = 2 * reach + 1;
  const shape = new Path2D(path);
  context.reset();
  context.fillRect(0, 0, size, size);
  context.setTransform(scale, 0, 0, scale, reach + x, reach + y);
  context.fillStyle = "#f00";
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is no array
  context.fill(shape);
  context.globalCompositeOperation = "lighter";
  // A canvas takes no width of zero.
  context.strokeStyle = strokeWidth > 0 ? "#0f0" : "#000";
  context.lineWidth = strokeWidth;
  // As the group of a trace has it.
  context.miterLimit = 2;
  context.stroke(shape);
  return context.getImageData(0, 0, size, size).data;
}
