/** What is known of keys that Plotly does not have at a place. */
import type { PropertyPath } from "../../contract/property-path.js";
import { didYouMean, knownHere, nearest } from "../../diagnostics/suggest.js";
import type { ObjectAttribute } from "./attribute.js";
import { attributeTable } from "./attribute-table.js";
import { CHECKED_IN_1_0, REMOVED_KEYS, type RemovedKey } from "./removed-keys.js";

/**
 * `xaxis` of `xaxis2`; undefined for a key without a number. Plotly counts from 2; some may be
 * called first.
 */
export function nameOfNumbered(key: string): string | undefined {
  const [, name, number] = /^([a-z]+)([1-9][0-9]*)$/.exec(key) ?? [];
  return number === "1" && !FIRST_MAY_BE_NUMBERED.test(key) ? undefined : name;
}

const FIRST_MAY_BE_NUMBERED = /^([xy]axis|scene)1$/;

/** Whether version 1.0 checked what stands below a key of the layout's root. */
export function isCheckedIn10(path: PropertyPath): boolean {
  return CHECKED_IN_1_0.has(String(path[0]));
}

/**
 * What a key was, when older versions of Plotly had it; `subject` is the trace's type as written,
 * or `layout`.
 */
export function removedKey(
  key: string,
  attribute: ObjectAttribute,
  path: PropertyPath,
  subject: string,
): RemovedKey | undefined {
  if (isSourceKey(key, attribute)) return { key };
  const name = nameOfNumbered(key) ?? key;
  const number = key.slice(name.length);
  const holder = path
    .filter((step) => typeof step === "string")
    .map((step) => nameOfNumbered(step) ?? step)
    .join(".");
  const removed = REMOVED_KEYS.find(
    (removed) =>
      removed.key === name &&
      (number === "" || name === "mapbox") &&
      (removed.holder?.test(holder) ?? true) &&
      (removed.only?.includes(subject) ?? true) &&
      (removed.successor === undefined || has(attribute, removed.successor)),
  );
  const successor = removed?.successor?.map((step) => step + number);
  return removed && { ...removed, ...(successor && { successor }) };
}

/** Near keys; else the same key one level deeper, or in the layout when it is a trace's. */
export function nearProperties(
  key: string,
  attribute: ObjectAttribute,
  path: PropertyPath,
  subject: string,
): string | undefined {
  const keys = Object.keys(attribute.keys);
  const table = attributeTable();
  const deeper = keys.filter((name) => {
    const below = table.at(attribute.keys[name] ?? -1);
    return below.is === "object" && Object.hasOwn(below.keys, key);
  });
  const near = nearest(key, keys);
  if (near.length > 0) return didYouMean(near);
  if (deeper.length > 0) {
    const first = deeper.toSorted((a, b) => importance(a) - importance(b)).slice(0, 3);
    return didYouMean(first.map((name) => `${name}.${key}`));
  }
  if (path.length === 0 && subject !== "layout" && Object.hasOwn(table.layout.keys, key)) {
    return "It belongs in the `layout` of the chart.";
  }
  return keys.length <= LISTED ? knownHere(keys) : undefined;
}

/** Longest list of keys that is shown whole. */
const LISTED = 16;
/** Where a property is looked for first. */
const FIRST = ["marker", "line", "title", "font", "xaxis", "yaxis"];

function importance(name: string): number {
  const place = FIRST.indexOf(name);
  return place === -1 ? FIRST.length : place;
}

/** `xsrc` named the column of an online service from which `x` came. */
function isSourceKey(key: string, { keys }: ObjectAttribute): boolean {
  const name = key.replace(/src$/, "");
  const place = name !== key && Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (place === undefined) return false;
  const attribute = attributeTable().at(place);
  return attribute.is === "data_array" || ("orList" in attribute && attribute.orList);
}

function has(attribute: ObjectAttribute, [step, ...rest]: readonly string[]): boolean {
  const place = step === undefined ? undefined : attribute.keys[step];
  if (place === undefined) return false;
  const below = attributeTable().at(place);
  return rest.length === 0 || (below.is === "object" && has(below, rest));
}
