import type { Props } from "./bind.js";
import type { Figure } from "./figure.js";
import { drawnType, type TraceType } from "./trace-types.js";

/** A trace as it is handed to Plotly, with its values as the result has them. */
export interface HandedTrace {
  readonly type: TraceType;
  readonly props: Props;
  /** How many rows it has. */
  readonly rows: number;
  /** The rows that Plotly gets, where some would break the drawing; absent: all. */
  readonly kept?: readonly number[] | undefined;
}

/** The traces of a figure with their rows. */
export function handedTraces({ data, rows }: Pick<Figure, "data" | "rows">): HandedTrace[] {
  return data.map((props, index) => ({
    type: drawnType(String(props["type"])) ?? "scatter",
    props,
    rows: rows[index] ?? 0,
  }));
}
