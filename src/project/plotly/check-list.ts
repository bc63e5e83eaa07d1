/** Lists that are written out where an attribute holds a value. */
import type { PropertyPath } from "../../contract/property-path.js";
import type { YamlList, YamlNode, YamlScalar } from "../yaml-node.js";
import type { Attribute, LeafAttribute, Place } from "./attribute.js";
import type { Scalar } from "./check-scalar.js";

/** What checking a list needs of the walk through the properties. */
export interface ListWalk {
  readonly value: (node: YamlNode, attribute: Attribute, path: PropertyPath) => void;
  readonly scalar: (node: YamlScalar, attribute: Attribute, path: PropertyPath) => void;
  readonly read: (node: YamlScalar) => Scalar | null | undefined;
  readonly at: (place: Place) => Attribute;
  readonly wrongShape: (
    node: YamlNode,
    attribute: Attribute,
    path: PropertyPath,
    hint?: string,
  ) => void;
  readonly wrongLength: (node: YamlList, wanted: number, path: PropertyPath) => void;
}

export function checkList(
  node: YamlList,
  attribute: LeafAttribute,
  path: PropertyPath,
  walk: ListWalk,
): void {
  if (attribute.is === "any" || attribute.is === "data_array") return;
  if (attribute.is === "info_array") checkDescribed(node, attribute, path, walk);
  else if (attribute.is === "colorlist") {
    node.items.forEach((item, index) => walk.value(item, COLOUR, [...path, index]));
  } else if (attribute.is === "colorscale") checkScale(node, path, walk);
  else if (attribute.orList) checkPoints(node, attribute, path, walk);
  else walk.wrongShape(node, attribute, path);
}

const COLOUR: LeafAttribute = { is: "color" };
const POSITION: LeafAttribute = { is: "number", least: 0, most: 1 };
const PAIR: LeafAttribute = { is: "info_array", items: [] };

/** One value for each point, or a list of them for each. */
function checkPoints(
  node: YamlList,
  attribute: LeafAttribute,
  path: PropertyPath,
  walk: ListWalk,
): void {
  node.items.forEach((item, index) => {
    const below = [...path, index];
    if (item.kind === "list") checkPoints(item, attribute, below, walk);
    else if (item.kind === "map") walk.wrongShape(item, attribute, below);
    else if (!isData(walk.read(item), attribute)) walk.scalar(item, attribute, below);
  });
}

/** Numbers in a list of colours are places on a colour scale; numbers of points may lie out of bounds. */
function isData(value: Scalar | null | undefined, attribute: LeafAttribute): boolean {
  if (attribute.is === "color") return value !== "" && !Number.isNaN(Number(value));
  return attribute.is === "number" && typeof value === "number";
}

function checkScale(node: YamlList, path: PropertyPath, walk: ListWalk): void {
  node.items.forEach((pair, index) => {
    const below = [...path, index];
    if (pair.kind !== "list") {
      const hint = "Each step is a pair of a position from 0 to 1 and a colour.";
      walk.wrongShape(pair, PAIR, below, hint);
      return;
    }
    const [position, colour] = pair.items;
    if (pair.items.length !== 2) walk.wrongLength(pair, 2, below);
    if (position) walk.value(position, POSITION, [...below, 0]);
    if (colour) walk.value(colour, COLOUR, [...below, 1]);
  });
}

function checkDescribed(
  node: YamlList,
  attribute: LeafAttribute & { is: "info_array" },
  path: PropertyPath,
  walk: ListWalk,
): void {
  const { dimensions, anyLength, items } = attribute;
  if (dimensions === 2 || (dimensions === "1-2" && node.items[0]?.kind === "list")) {
    const { dimensions: _, ...row } = attribute;
    node.items.forEach((item, index) => walk.value(item, row, [...path, index]));
    return;
  }
  if (typeof items !== "number" && !anyLength && node.items.length !== items.length) {
    walk.wrongLength(node, items.length, path);
  }
  node.items.forEach((item, index) => {
    const place = typeof items === "number" ? items : items[index];
    if (place !== undefined) walk.value(item, walk.at(place), [...path, index]);
  });
}
