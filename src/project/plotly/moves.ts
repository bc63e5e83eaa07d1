/** Changes that bring written properties into the form that Plotly draws. */
import type { PropertyPath } from "../../contract/property-path.js";
import type { JsonObject, JsonValue } from "../../contract/json-value.js";

export type Change =
  /** The value moves, with everything below it; `to` is not taken. */
  | { readonly from: PropertyPath; readonly to: PropertyPath }
  | { readonly at: PropertyPath; readonly value: JsonValue };

/** Makes the changes in their order, in place. */
export function applyChanges(props: JsonObject, changes: readonly Change[]): void {
  for (const change of changes) {
    if ("at" in change) put(props, change.at, change.value);
    else {
      const value = take(props, change.from);
      if (value !== undefined) put(props, change.to, value);
    }
  }
}

/** Where a path leads after the changes. */
export function movedPath(path: PropertyPath, changes: readonly Change[]): PropertyPath {
  return changes.reduce<PropertyPath>((path, change) => {
    if (!("from" in change) || !change.from.every((step, index) => path[index] === step)) {
      return path;
    }
    return [...change.to, ...path.slice(change.from.length)];
  }, path);
}

type Holder = JsonObject | JsonValue[];

function take(props: JsonObject, path: PropertyPath): JsonValue | undefined {
  const holder = holderOf(props, path);
  const key = path.at(-1);
  if (!holder || key === undefined) return undefined;
  const value = Reflect.get(holder, key) as JsonValue | undefined;
  Reflect.deleteProperty(holder, key);
  return value;
}

function put(props: JsonObject, path: PropertyPath, value: JsonValue): void {
  const [key] = path.slice(-1);
  let holder: Holder = props;
  for (const step of path.slice(0, -1)) {
    let next: unknown = Reflect.get(holder, step);
    if (!isHolder(next)) {
      next = {};
      Reflect.set(holder, step, next);
    }
    // What is no holder was replaced by one.
    holder = next as Holder;
  }
  if (key !== undefined) Reflect.set(holder, key, value);
}

function holderOf(props: JsonObject, path: PropertyPath): Holder | undefined {
  let holder: unknown = props;
  for (const step of path.slice(0, -1)) {
    if (!isHolder(holder)) return undefined;
    holder = Reflect.get(holder, step);
  }
  return isHolder(holder) ? holder : undefined;
}

function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null;
}
