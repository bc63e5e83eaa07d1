/** What the marks of points have in common that look alike. */

/**
 * Three numbers for each covered pixel: how far it lies from the one of the mark, as they lie in
 * the picture; how much of it the fill covers, from 0 to 1; the same of the outline.
 */
export type Mask = readonly number[];

/** A colour and how much it covers, each from 0 to 1. */
export type Ink = readonly [red: number, green: number, blue: number, alpha: number];

export interface MarkLook {
  /** As in the `d` of an SVG path, around the point. */
  readonly path: string;
  readonly fill: Ink;
  readonly stroke: Ink;
  readonly strokeWidth: number;
  /** Of the mark as a whole. */
  readonly opacity: number;
  /** Made for it, by place in a pixel; shared by looks that differ in colours alone. */
  readonly masks: (Mask | undefined)[];
}
