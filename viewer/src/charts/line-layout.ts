/**
 * How lines and bands are drawn: as shapes of Plotly's, which make an axis grow to show them, with
 * labels beside the drawing, where nothing else is.
 */
import { escapeMarkup, stripMarkup } from "../format/markup.js";
import type { Props } from "./bind.js";
import { partOf } from "./computed.js";
import { inTheMiddle } from "./in-the-middle.js";
import type { PlacedLine } from "./reference-lines.js";
import type { ReadToken } from "./token.js";

/** Beside the drawing a label has so many pixels, above it so much of its height. */
const MOST_CHARACTERS = 18;
const CHARACTER = 6.4;
const LANE = 0.08;
const MOST_LANES = 3;
/** By this name the page knows its own labels among annotations. */
export const LINE_LABEL = "line";

/** What of them goes into the layout, which is that of the author and the page. */
export function lineLayout(placed: readonly PlacedLine[], layout: Props, token: ReadToken): Props {
  if (placed.length === 0) return {};
  const yaxis = partOf(layout["yaxis"]);
  const isAlone = !Object.keys(layout).some((key) => /^([xy]axis[2-9]|grid$)/.test(key));
  const across = placed.filter(({ letter }) => letter === "y");
  const upward = placed.filter(({ letter }) => letter === "x");
  const lanes = isAlone && yaxis["domain"] === undefined ? Math.min(MOST_LANES, upward.length) : 0;
  const top = 1 - LANE * lanes;
  const margin = partOf(layout["margin"]);
  const longest = Math.max(0, ...across.map(({ label }) => shown(label).length));
  const room = isAlone && margin["r"] === undefined ? 12 + longest * CHARACTER : 0;
  return {
    shapes: [...listIn(layout["shapes"]), ...placed.map((one) => shapeOf(one, token))],
    annotations: [
      ...listIn(layout["annotations"]),
      ...placed.map((one) => labelOf(one, { isAlone, top }, token)),
    ],
    ...(room > 0 && across.length > 0 ? { margin: { ...margin, r: Math.round(room) } } : {}),
    ...(lanes > 0 ? { yaxis: { ...yaxis, domain: [0, top] } } : {}),
  };
}

function shapeOf({ line, letter, from, to }: PlacedLine, token: ReadToken): Props {
  const colour = line.color ?? token("--text-3");
  const other = letter === "x" ? "y" : "x";
  const along = {
    [`${letter}ref`]: line.axis,
    [`${letter}0`]: from,
    [`${letter}1`]: to ?? from,
    [`${other}ref`]: `${other} domain`,
    [`${other}0`]: 0,
    [`${other}1`]: 1,
  };
  return to === undefined
    ? { type: "line", ...along, line: { color: colour, width: 1.5, dash: "dash" } }
    : {
        type: "rect",
        ...along,
        fillcolor: colour,
        opacity: 0.16,
        line: { width: 0 },
        layer: "below",
      };
}

function labelOf(
  { line, letter, from, to, isLog, label }: PlacedLine,
  { isAlone, top }: { readonly isAlone: boolean; readonly top: number },
  token: ReadToken,
): Props {
  const middle = to === undefined ? from : middleOf(from, to);
  const place = isLog ? Math.log10(Number(middle)) : middle;
  const beside =
    letter === "y"
      ? {
          xref: "paper",
          x: 1,
          xanchor: isAlone ? "left" : "right",
          yref: line.axis,
          y: place,
          yanchor: isAlone ? "middle" : "bottom",
          xshift: isAlone ? 4 : 0,
        }
      : {
          xref: line.axis,
          x: place,
          xanchor: "center",
          yref: "paper",
          y: top,
          yanchor: "bottom",
          yshift: 3,
        };
  return {
    ...beside,
    name: LINE_LABEL,
    text: escapeMarkup(shown(label)),
    hovertext: shown(label) === label ? "" : escapeMarkup(label),
    showarrow: false,
    borderpad: 1,
    font: { size: 11.5, color: token("--text-2") },
    ...(isAlone ? {} : { bgcolor: token("--surface") }),
  };
}

function shown(label: string): string {
  return inTheMiddle(stripMarkup(label), MOST_CHARACTERS);
}

function middleOf(from: number | string, to: number | string): number | string {
  if (typeof from === "number" && typeof to === "number") return (from + to) / 2;
  const [first, last] = [Date.parse(String(from)), Date.parse(String(to))];
  if (Number.isNaN(first) || Number.isNaN(last)) return from;
  return new Date((first + last) / 2).toISOString().slice(0, -1);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
