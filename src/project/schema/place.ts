import type { SourceRange } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import { placesIn } from "../places-in-scalar.js";
import type { YamlEntry, YamlMap, YamlNode } from "../yaml-node.js";
import type { Reference } from "./declaration.js";

/** The place of a value. */
export function placeOf(node: YamlNode): SourceRange {
  return node.file.locate(node.start, node.end);
}

/** Where a reference stands, for messages. */
export function placeOfReference({ at, node }: Pick<Reference, "at" | "node">): SourceRange {
  return at ?? placeOf(node);
}

/** Places inside a value that is a text: of its characters from `start` to before `end`. */
export type PlaceInText = (start: number, end: number) => SourceRange;

/** Places inside a text; all of it where its characters do not stand one by one in the file. */
export function placeInText(node: YamlNode, value: string): PlaceInText {
  const place = placesIn(node.file.text.slice(node.start, node.end), value);
  if (!place) return () => placeOf(node);
  return (start, end) => {
    const until = Math.max(start, value.slice(0, end).trimEnd().length);
    return node.file.locate(node.start + place(start), node.start + place(until));
  };
}

/** The place of a key: where an unknown field is shown. */
export function placeOfKey(map: YamlMap, entry: YamlEntry): SourceRange {
  return map.file.locate(entry.keyStart, entry.keyEnd);
}

/** Where a mapping begins: its first key. Missing fields are shown there. */
export function placeOfStart(map: YamlMap): SourceRange {
  const first = map.entries[0];
  return first ? placeOfKey(map, first) : placeOf(map);
}

/** The value at a path below one, or the nearest one above it that is written. */
export function nodeBelow(node: YamlNode, path: PropertyPath): YamlNode {
  let reached = node;
  for (const step of path) {
    const next: YamlNode | undefined =
      reached.kind === "map"
        ? reached.get(String(step))?.value
        : reached.kind === "list" && typeof step === "number"
          ? reached.items[step]
          : undefined;
    if (!next) break;
    reached = next;
  }
  return reached;
}
