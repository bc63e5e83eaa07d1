/** Lists that are written out where an attribute holds a value. */
import type { YamlList, YamlNode, YamlScalar } from "../yaml-node.js";
import type { Attribute, LeafAttribute, Place } from "./attribute.js";
import type { Scalar } from "./check-scalar.js";

/**
 * What checking a list needs of the walk through the properties, which knows the path of the list.
 */
export interface ListWalk {
  /** Checks what stands at a step below the list. */
  readonly below: (step: number, node: YamlNode, attribute: Attribute) => void;
  /** Runs with the walk standing a step deeper. */
  readonly within: (step: number, run: () => void) => void;
  readonly scalar: (node: YamlScalar, attribute: Attribute) => void;
  readonly read: (node: YamlScalar) => Scalar | null | undefined;
  readonly at: (place: Place) => Attribute;
  readonly wrongShape: (node: YamlNode, attribute: Attribute, hint?: string) => void;
  readonly wrongLength: (node: YamlList, wanted: number) => void;
}

/** Checks a list where an attribute holds a value; the walk reports the faults. */
export function checkList(node: YamlList, attribute: LeafAttribute, walk: ListWalk): void {
  if (attribute.is === "any" || attribute.is === "data_array") return;
  if (attribute.is === "info_array") checkDescribed(node, attribute, walk);
  else if (attribute.is === "colorlist") {
    node.items.forEach((item, index) => walk.below(index, item, COLOUR));
  } else if (attribute.is === "colorscale") checkScale(node, walk);
  else if (attribute.orList) checkPoints(node, attribute, walk);
  else walk.wrongShape(node, attribute);
}

const COLOUR: LeafAttribute = { is: "color" };
const POSITION: LeafAttribute = { is: "number", least: 0, most: 1 };
const PAIR: LeafAttribute = { is: "info_array", items: [] };

/** One value for each point, or a list of them for each. */
function checkPoints(node: YamlList, attribute: LeafAttribute, walk: ListWalk): void {
  node.items.forEach((item, index) =>
    walk.within(index, () => {
      if (item.kind === "list") checkPoints(item, attribute, walk);
      else if (item.kind === "map") walk.wrongShape(item, attribute);
      else if (!isData(walk.read(item), attribute)) walk.scalar(item, attribute);
    }),
  );
}

/**
 * Numbers in a list of colours are places on a colour scale; numbers of points may lie out of
 * bounds.
 */
function isData(value: Scalar | null | undefined, attribute: LeafAttribute): boolean {
  if (attribute.is === "color") return value !== "" && !Number.isNaN(Number(value));
  return attribute.is === "number" && typeof value === "number";
}

function checkScale(node: YamlList, walk: ListWalk): void {
  node.items.forEach((pair, index) =>
    walk.within(index, () => {
      if (pair.kind !== "list") {
        const hint = "Each step is a pair of a position from 0 to 1 and a colour.";
        walk.wrongShape(pair, PAIR, hint);
        return;
      }
      const [position, colour] = pair.items;
      if (pair.items.length !== 2) walk.wrongLength(pair, 2);
      if (position) walk.below(0, position, POSITION);
      if (colour) walk.below(1, colour, COLOUR);
    }),
  );
}

function checkDescribed(
  node: YamlList,
  attribute: LeafAttribute & { is: "info_array" },
  walk: ListWalk,
): void {
  const { dimensions, anyLength, items } = attribute;
  if (dimensions === 2 || (dimensions === "1-2" && node.items[0]?.kind === "list")) {
    const { dimensions: _, ...row } = attribute;
    node.items.forEach((item, index) => walk.below(index, item, row));
    return;
  }
  if (typeof items !== "number" && !anyLength && node.items.length !== items.length) {
    walk.wrongLength(node, items.length);
  }
  node.items.forEach((item, index) => {
    const place = typeof items === "number" ? items : items[index];
    if (place !== undefined) walk.below(index, item, walk.at(place));
  });
}
