/** A Sankey diagram whose links are named, as rows of flows mostly are. */
import { EMPTY_NAME, NULL_NAME } from "../format/group-name.js";
import type { Props } from "./bind.js";
import { listOf, partOf } from "./computed.js";

/**
 * A sankey whose links say names: they become nodes, after those that the author wrote. Positions
 * stay positions, also those that a source hands out as text.
 */
export function withNamedNodes(trace: Props): Props {
  const link = partOf(trace["link"]);
  const [sources, targets] = [listOf(link["source"]), listOf(link["target"])];
  if (!sources || !targets) return trace;
  const node = partOf(trace["node"]);
  const written = Array.from(listOf(node["label"]) ?? [], String);
  const ends = [...Array.from(sources), ...Array.from(targets)];
  if (ends.every((end) => isPosition(end, written.length))) return trace;
  const places = new Map<string, number>();
  written.forEach((name, place) => {
    if (!places.has(name)) places.set(name, place);
  });
  const labels = [...written];
  const placeOf = (end: unknown) => {
    const name = nameOf(end);
    const place = places.get(name) ?? labels.length;
    if (place === labels.length) labels.push(name);
    places.set(name, place);
    return place;
  };
  return {
    ...trace,
    node: { ...node, label: labels },
    link: {
      ...link,
      source: Array.from(sources, placeOf),
      target: Array.from(targets, placeOf),
    },
  };
}

/** A number, no value, or the text of a position that has a label. */
function isPosition(end: unknown, labels: number): boolean {
  return typeof end === "string" ? /^\d+$/.test(end) && Number(end) < labels : true;
}

function nameOf(end: unknown): string {
  if (end === "") return EMPTY_NAME;
  return typeof end === "string" || typeof end === "number" ? String(end) : NULL_NAME;
}
