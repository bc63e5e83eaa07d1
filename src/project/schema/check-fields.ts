import { nearest, suggest } from "../../diagnostics/index.js";
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
  const strangers: YamlEntry[] = [];
  for (const entry of map.entries) {
    const key = keyIn(table, entry.key);
    const field = key === undefined ? undefined : table[key];
    if (key === undefined || !field) strangers.push(entry);
    else if (field.status) reportWithoutEffect(entry, field.status, checked);
    else if (key in values) {
      const at = placeOfKey(map, entry);
      checker.report("field-given-twice", { key, alias: entry.key }, { at });
    } else if (!isNull(entry.value)) {
      values[key] = checker.within(key, () => checkValue(field.type, entry.value, checker));
    }
  }
  reportKeys(strangers, missingIn(values, checked), unknown, checked);
  return values;
}

/** Whether a field is absent because its key is misspelt, which is then reported as such. */
export function isMisspelt(map: YamlMap, table: Fields, field: string): boolean {
  return map.entries.some(
    ({ key }) => keyIn(table, key) === undefined && nearest(key, [field]).length > 0,
  );
}

/**
 * One message per fault: a needed field that is absent and a key that is not known are taken for one mistake, also when
 * they are not alike, unless the key is like another field.
 */
function reportKeys(
  strangers: readonly YamlEntry[],
  missing: string[],
  unknown: UnknownKeys,
  checked: Checked,
): void {
  const meant = new Map<YamlEntry, string>();
  const pair = (entry: YamlEntry, key: string | undefined): void => {
    if (key === undefined) return;
    missing.splice(missing.indexOf(key), 1);
    meant.set(entry, key);
  };
  for (const entry of strangers) pair(entry, nearest(entry.key, missing)[0]);
  const known = Object.keys(checked.table);
  const rest = strangers.filter(
    (entry) => !meant.has(entry) && nearest(entry.key, known).length === 0,
  );
  if (unknown.as !== "nothing") for (const entry of rest) pair(entry, missing[0]);
  for (const entry of strangers) reportUnknown(entry, meant.get(entry), unknown, checked);
  for (const key of missing) reportMissing(key, checked);
}

/** Keys that version 1.0 computed and its editor wrote into files. */
const COMPUTED_KEYS: ReadonlySet<string> = new Set(["path", "file_path"]);

function reportUnknown(
  entry: YamlEntry,
  meant: string | undefined,
  unknown: UnknownKeys,
  checked: Checked,
): void {
  const { map, table, what, checker } = checked;
  const { key } = entry;
  const computed = checker.setting.compat && COMPUTED_KEYS.has(key);
  if ((unknown.as === "nothing" && meant === undefined) || computed) return;
  const isError = unknown.as === "error" || meant !== undefined;
  const code = isError ? "unknown-key" : "unknown-key-ignored";
  const at = placeOfKey(map, entry);
  const hint = unknown.hint?.(key) ?? hintFor(key, meant, table);
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

/** Required fields that no key gives. */
function missingIn(
  values: Readonly<Record<string, unknown>>,
  { table, checker }: Checked,
): string[] {
  return Object.keys(table).filter((key) => {
    if (!table[key]?.required || key in values) return false;
    // What is written inside another object is called after it.
    return key !== "name" || !checker.owner.declaration?.owner;
  });
}

/** Shown at the key when that is written without a value. */
function reportMissing(key: string, { map, table, what, checker }: Checked): void {
  const written = map.entries.find((entry) => keyIn(table, entry.key) === key);
  const words = { what: withArticle(what), key, written: written !== undefined };
  const at = written ? placeOfKey(map, written) : placeOfStart(map);
  checker.report("missing-field", words, { at });
}

/** The key of the table that a written key stands for. */
function keyIn(table: Fields, written: string): string | undefined {
  if (Object.hasOwn(table, written)) return written;
  for (const name in table) {
    if (table[name]?.aliases?.includes(written)) return name;
  }
  return undefined;
}

/** The nearest keys, else the one that is missing, else all of them. */
function hintFor(key: string, meant: string | undefined, table: Fields): string | undefined {
  const known = Object.keys(table).filter((name) => !table[name]?.status);
  if (meant !== undefined && !nearest(key, known).includes(meant))
    return `Did you mean \`${meant}\`, which is missing?`;
  const all = known.map((name) => `\`${name}\``).join(", ");
  return suggest(key, known) ?? (all === "" ? undefined : `Known here: ${all}.`);
}

function isNull(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}
