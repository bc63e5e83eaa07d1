import { suggest } from "../../diagnostics/index.js";
import type { YamlEntry, YamlMap, YamlNode } from "../yaml-node.js";
import { checkValue } from "./check-value.js";
import type { Checker } from "./checker.js";
import { withArticle } from "./describe.js";
import type { Field, Fields } from "./field.js";
import { placeOfKey, placeOfStart } from "./place.js";

/** What happens to keys that a table does not have. */
export interface UnknownKeys {
  readonly as: "error" | "warning" | "nothing";
  /** Goes before near keys. */
  readonly hint?: (key: string) => string | undefined;
}

/** A mapping under check. */
interface Checked {
  readonly map: YamlMap;
  readonly table: Fields;
  /** In messages: "chart". */
  readonly what: string;
  readonly checker: Checker;
}

/** The values of a mapping's known keys, by the names of the table; a wrong one is undefined. */
export function checkFields(
  map: YamlMap,
  table: Fields,
  what: string,
  unknown: UnknownKeys,
  checker: Checker,
): Record<string, unknown> {
  const checked = { map, table, what, checker };
  const values: Record<string, unknown> = {};
  const refused: string[] = [];
  for (const entry of map.entries) {
    const key = Object.hasOwn(table, entry.key) ? entry.key : aliased(table, entry.key);
    const field = key === undefined ? undefined : table[key];
    if (key === undefined || !field) {
      reportUnknown(entry, unknown, checked);
      if (unknown.as === "error") refused.push(entry.key);
    } else if (field.status) reportWithoutEffect(entry, field.status, checked);
    else if (key in values) {
      const at = placeOfKey(map, entry);
      checker.report("field-given-twice", { key, alias: entry.key }, { at });
    } else if (!isNull(entry.value)) {
      values[key] = checker.within(key, () => checkValue(field.type, entry.value, checker));
    }
  }
  reportMissing(values, refused, checked);
  return values;
}

/** Keys that version 1.0 computed and its editor wrote into files. */
const COMPUTED_KEYS: ReadonlySet<string> = new Set(["path", "file_path"]);

function reportUnknown(entry: YamlEntry, unknown: UnknownKeys, checked: Checked): void {
  const { map, table, what, checker } = checked;
  const { key } = entry;
  const computed = checker.setting.compat && COMPUTED_KEYS.has(key);
  if (unknown.as === "nothing" || computed) return;
  const code = unknown.as === "error" ? "unknown-key" : "unknown-key-ignored";
  const at = placeOfKey(map, entry);
  const hint = unknown.hint?.(key) ?? suggestKey(key, table);
  checker.report(code, { key, what: withArticle(what) }, { at, hint });
}

/** What is not run yet is said once per kind of thing. */
function reportWithoutEffect(
  entry: YamlEntry,
  status: NonNullable<Field["status"]>,
  { map, what, checker }: Checked,
): void {
  const { key } = entry;
  const { compat, laterSaid } = checker.setting;
  const at = placeOfKey(map, entry);
  if (status === "ignored") {
    // Who reads a repository's file cannot remove it.
    if (!compat && map.file.repository === undefined)
      checker.report("ignored-key", { key }, { at });
    return;
  }
  const id = `${what} ${key}`;
  if (laterSaid.has(id)) return;
  laterSaid.add(id);
  checker.report("not-run-yet", { key }, { at });
}

/** A required field that was only misspelt has been reported as such. */
function reportMissing(
  values: Readonly<Record<string, unknown>>,
  refused: readonly string[],
  checked: Checked,
): void {
  const { map, table, what, checker } = checked;
  for (const key in table) {
    const field = table[key];
    if (!field?.required || key in values) continue;
    // What is written inside another object is called after it.
    if (key === "name" && checker.owner.declaration?.owner) continue;
    if (refused.some((other) => suggest(other, [key]) !== undefined)) continue;
    checker.report("missing-field", { what: withArticle(what), key }, { at: placeOfStart(map) });
  }
}

function aliased(table: Fields, key: string): string | undefined {
  for (const name in table) {
    if (table[name]?.aliases?.includes(key)) return name;
  }
  return undefined;
}

/** The nearest keys, else all of them. */
function suggestKey(key: string, table: Fields): string | undefined {
  const known = Object.keys(table).filter((name) => !table[name]?.status);
  const all = known.map((name) => `\`${name}\``).join(", ");
  return suggest(key, known) ?? (all === "" ? undefined : `Known here: ${all}.`);
}

function isNull(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}
