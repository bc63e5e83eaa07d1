/** How each point of a scatter trace looks, as Plotly would style an element for it. */
import type { Ink, MarkLook } from "./mark-look.js";

/** What Plotly keeps in a point that it has styled, for tooltips. */
interface Kept {
  readonly mrc?: unknown;
  readonly om?: unknown;
  readonly mcc?: unknown;
  readonly mlcc?: unknown;
}

/** A computed point. */
export interface MarkedPoint extends Kept {
  readonly x: unknown;
  readonly y: unknown;
  readonly [property: string]: unknown;
}

/** The parts of a trace with its defaults that are read here. */
export interface MarkedTrace {
  readonly type: string;
  readonly marker: {
    readonly gradient?: { readonly type?: unknown };
    readonly line?: { readonly dash?: unknown };
    readonly angleref?: unknown;
  };
}

type Scale = (value: unknown) => unknown;

interface StyleFunctions {
  readonly markerScale: Scale;
  readonly lineScale: Scale;
}

/** The part of Plotly that styles marks. */
export interface MarkStyler {
  readonly makePointStyleFns: (trace: MarkedTrace) => StyleFunctions;
  readonly singlePointStyle: (
    point: MarkedPoint,
    element: Recorder,
    trace: MarkedTrace,
    functions: StyleFunctions,
    graph: Element,
  ) => void;
}

/** What may differ from point to point: opacity, size, symbol, outline, turn, distance, choice. */
const OWN = ["mo", "ms", "mx", "mlw", "mlc", "mc", "ma", "mf", "selected"] as const;

/** The look of each point; points that look alike share one. */
export function markLooks(
  points: readonly MarkedPoint[],
  trace: MarkedTrace,
  styler: MarkStyler,
  graph: Element,
): MarkLook[] {
  const functions = styler.makePointStyleFns(trace);
  const { markerScale, lineScale } = functions;
  const own = OWN.filter((property) => points.some((point) => property in point));
  const known = new Map<string, [MarkLook, Kept]>();
  const masks: Record<string, MarkLook["masks"]> = {};
  return points.map((point) => {
    let key = "";
    for (const property of own) {
      let value = point[property];
      // Many numbers have one colour.
      if (property === "mc") value = markerScale(value);
      if (property === "mlc") value = lineScale(value);
      key += `${String(value)} `;
    }
    let one = known.get(key);
    if (!one) {
      const said = recordStyle((recorder) =>
        styler.singlePointStyle(point, recorder, trace, functions, graph),
      );
      const { mrc, om, mcc, mlcc } = point;
      const shape = `${String(said["d"])} ${String(said["stroke-width"])}`;
      one = [lookOf(said, (masks[shape] ??= [])), { mrc, om, mcc, mlcc }];
      known.set(key, one);
    }
    Object.assign(point, one[1]);
    return one[0];
  });
}

type Said = Record<string, unknown>;

/** Stands in for one of Plotly's selections of elements. */
interface Recorder {
  readonly style: (name: string | Said, value?: unknown) => Recorder;
  readonly attr: (name: string | Said, value?: unknown) => Recorder;
  readonly call: (
    apply: (recorder: Recorder, ...more: unknown[]) => void,
    ...more: unknown[]
  ) => Recorder;
}

function recordStyle(style: (recorder: Recorder) => void): Said {
  const said: Said = {};
  const set = (name: string | Said, value?: unknown) => {
    Object.assign(said, typeof name === "string" ? { [name]: value } : name);
    return recorder;
  };
  const recorder: Recorder = {
    style: set,
    attr: set,
    call(apply, ...more) {
      apply(recorder, ...more);
      return recorder;
    },
  };
  style(recorder);
  return said;
}

function lookOf(said: Said, masks: MarkLook["masks"]): MarkLook {
  return {
    masks,
    path: String(said["d"]),
    fill: inkOf(said["fill"], said["fill-opacity"]),
    stroke: inkOf(said["stroke"], said["stroke-opacity"]),
    strokeWidth: Number.parseFloat(String(said["stroke-width"])),
    opacity: Number(said["opacity"]),
  };
}

/** Plotly writes colours as `rgb(1, 2, 3)`, and `none`. */
function inkOf(colour: unknown, alpha: unknown): Ink {
  const [red = "0", green = "0", blue = "0"] = String(colour).match(/[\d.]+/g) ?? [];
  return [Number(red) / 255, Number(green) / 255, Number(blue) / 255, Number(alpha ?? 0)];
}
