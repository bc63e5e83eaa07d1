/** Long names in slices and tiles, which Plotly shrinks until nobody can read them. */
import type { Props } from "./bind.js";
import { listOf } from "./computed.js";
import { charactersIn, inTheMiddle } from "./in-the-middle.js";
import { escapeMarkup, unescapeMarkup } from "../format/markup.js";
import { partsOf, type Flags } from "./part-templates.js";
import { SLICE_FLAGS } from "./slice-labels.js";
import { TREE_FLAGS } from "./tree-labels.js";

/** Mean width of a character of a label, in CSS pixels. */
const CHARACTER = 6.3;
/** Names of fewer characters are never cut, those of more always. */
const [SHORTEST, LONGEST] = [12, 40];
const LONGEST_IN_TILE = 24;
/** The part of the smaller side that the radius of a circle takes. */
const RADIUS = 0.45;

interface PartType {
  readonly flags: Flags;
  /** Flags for which the author has chosen none. */
  readonly usual: string;
  readonly inTiles: boolean;
}

const SLICES: PartType = { flags: SLICE_FLAGS, usual: "percent", inTiles: false };
const TILES: PartType = { flags: TREE_FLAGS, usual: "label+text", inTiles: true };
const TYPES: Readonly<Record<string, PartType>> = {
  pie: SLICES,
  funnelarea: SLICES,
  sunburst: TILES,
  treemap: TILES,
  icicle: TILES,
};

/** A trace whose parts write short names; tooltips and legends have the whole ones. */
export function withShortParts(trace: Props, size: { width: number; height: number }): Props {
  const part = TYPES[String(trace["type"])];
  const labels = part && listOf(trace["labels"]);
  if (!labels) return trace;
  const { width, height } = size;
  const beside = (width / 2 - Math.min(width, height) * RADIUS) / CHARACTER;
  const limit = part.inTiles
    ? LONGEST_IN_TILE
    : Math.max(SHORTEST, Math.min(LONGEST, Math.floor(beside)));
  const names = Array.from(labels, String);
  if (names.every((name) => name.length <= charactersIn(name, limit))) return trace;
  const { texttemplate, textinfo } = trace;
  const templates = listOf(texttemplate);
  const common = texttemplate ?? partsOf(textinfo ?? part.usual, trace, part.flags);
  return {
    ...trace,
    texttemplate: names.map((name, row) => {
      const own = templates ? templates[row] : common;
      const template = typeof own === "string" ? own : "";
      // A name that looks like a variable would be read as one.
      return name.includes("%{")
        ? template
        : template.replaceAll("%{label}", () => shortName(name, limit));
    }),
  };
}

/** Of an escaped name, no mark of which is cut in two. */
function shortName(name: string, limit: number): string {
  const text = unescapeMarkup(name);
  return escapeMarkup(inTheMiddle(text, charactersIn(text, limit)));
}
