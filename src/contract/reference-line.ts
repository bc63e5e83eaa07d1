/** A line or a band across a chart, at a place of one of its axes. */
export interface ReferenceLine {
  /** `x`, `y`, `y2`: the axis that has the place. */
  readonly axis: string;
  readonly from: number | string;
  /** The other end of a band; absent for a line. */
  readonly to?: number | string;
  readonly label?: string;
  /** As CSS writes it; absent: the page's own. */
  readonly color?: string;
}

/** `yaxis2` for `y2`: what the layout calls an axis. */
export function axisKey(axis: string): string {
  return axis.replace(/^[xy]/, "$&axis");
}
