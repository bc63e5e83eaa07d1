import { nearest, suggest } from "../../diagnostics/index.js";
import type { YamlEntry, YamlMap } from "../yaml-node.js";
import type { CheckContext, UnknownKeys } from "./check-context.js";
import { CheckedField, type FieldRecord, type WrittenField } from "./checked-field.js";
import { withArticle } from "./describe.js";
import type { Field, Fields } from "./field.js";
import { placeInText, placeOfKey, placeOfStart } from "./place.js";
import { writtenValues } from "./written-values.js";

/** A mapping under check. */
interface UnderCheck {
  readonly map: YamlMap;
  readonly table: Fields;
  /** In messages: "chart". */
  readonly what: string;
  readonly checker: CheckContext;
}

/** The known fields of a mapping, by the names of the table. */
export function checkFields(
  map: YamlMap,
  table: Fields,
  what: string,
  unknown: UnknownKeys,
  checker: CheckContext,
): Record<string, CheckedField> {
  const checked = { map, table, what, checker };
  const fields: Record<string, CheckedField> = {};
  const strangers: YamlEntry[] = [];
  for (const entry of map.entries) {
    const name = fieldOfKey(table, entry.key);
    const field = name === undefined ? undefined : table[name];
    if (name === undefined || !field) strangers.push(entry);
    else if (field.status) reportWithoutEffect(entry, checked);
    else checkField(entry, name, field, fields, checked);
  }
  const missing = missingIn(fields, checked);
  if (strangers.length > 0) reportStrangers(strangers, missing, unknown, checked);
  for (const key of missing) reportMissing(key, fields, checked);
  return fields;
}

/** A key without a value gives way to another name of its field. */
function checkField(
  entry: YamlEntry,
  name: string,
  { type, plain }: Field,
  fields: Record<string, CheckedField>,
  { map, checker }: UnderCheck,
): void {
  const isEmpty = entry.value.kind === "scalar" && entry.value.value === null;
  const before = fields[name];
  if (before && !before.isEmpty) {
    const at = placeOfKey(map, entry);
    checker.report("field-given-twice", { key: name, alias: entry.key }, { at });
  } else if (!isEmpty) {
    const value = checker.within(name, () => checker.value(type, entry.value));
    fields[name] = new CheckedField(entry, value);
    if (plain) warnOfValues(entry, checker);
  } else {
    fields[name] ??= new CheckedField(entry, undefined);
  }
}

/** Version 1.0 showed such texts as they stand, as they are here. */
function warnOfValues({ key, value: node }: YamlEntry, checker: CheckContext): void {
  if (node.kind !== "scalar" || typeof node.value !== "string" || checker.setting.compat) return;
  const place = placeInText(node, node.value);
  for (const { written, start } of writtenValues(node.value)) {
    const at = place(start, start + written.length);
    checker.report("value-in-plain-text", { written, field: key }, { at });
  }
}

/** The field of a table that a written key stands for, by its own name or an older one. */
export function fieldOfKey(table: Fields, written: string): string | undefined {
  if (Object.hasOwn(table, written)) return written;
  for (const name in table) {
    if (table[name]?.aliases?.includes(written)) return name;
  }
  return undefined;
}

/** A field of a mapping that is not checked yet: what decides by which table that is. */
export function writtenField<F extends Fields>(
  map: YamlMap,
  table: F,
  name: keyof F & string,
): WrittenField | undefined {
  let entry = map.get(name);
  for (const alias of table[name]?.aliases ?? []) entry ??= map.get(alias);
  return entry && new CheckedField(entry, undefined);
}

/** Whether a field is absent because its key is misspelt, which is then reported as such. */
export function isMisspelt(map: YamlMap, table: Fields, field: string): boolean {
  return map.entries.some(
    ({ key }) => fieldOfKey(table, key) === undefined && nearest(key, [field]).length > 0,
  );
}

/**
 * One message per fault: a needed field that is absent and a key that is not known are taken for
 * one mistake, also when they are not alike, unless the key is like another field. Such a field is
 * taken out of `missing`.
 */
function reportStrangers(
  strangers: readonly YamlEntry[],
  missing: string[],
  unknown: UnknownKeys,
  checked: UnderCheck,
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
  // A text with several commas is one mistake.
  const cut = cutValues(checked.map);
  const isStranger = new Set(strangers);
  const told = strangers.filter((entry) => {
    const text = cut.get(entry);
    return !(text && isStranger.has(text.before));
  });
  for (const entry of told) {
    reportUnknown(entry, { meant: meant.get(entry), cut: cut.get(entry)?.key }, unknown, checked);
  }
}

/**
 * By a key that stands without a value behind a comma: the entry before it, and the key whose text
 * ends at the first comma. In a mapping in brackets the comma was hardly meant to end the text.
 */
function cutValues({
  entries,
  file: { text },
  start,
}: YamlMap): ReadonlyMap<YamlEntry, { readonly before: YamlEntry; readonly key: string }> {
  const cut = new Map<YamlEntry, { before: YamlEntry; key: string }>();
  if (text[start] !== "{") return cut;
  const colon = /\s*:/y;
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1];
    const { value } = entry;
    colon.lastIndex = entry.keyEnd;
    if (!before || colon.test(text) || value.kind !== "scalar" || value.value !== null) continue;
    cut.set(entry, { before, key: cut.get(before)?.key ?? before.key });
  }
  return cut;
}

/** Keys that version 1.0 computed and its editor wrote into files. */
const COMPUTED_KEYS: ReadonlySet<string> = new Set(["path", "file_path"]);

/** What else a key that is not known may be. */
interface Meant {
  /** The field that is missing and was meant. */
  readonly meant: string | undefined;
  /** The key before it whose text it belongs to; see {@link cutValues}. */
  readonly cut: string | undefined;
}

function reportUnknown(
  entry: YamlEntry,
  { meant, cut }: Meant,
  unknown: UnknownKeys,
  checked: UnderCheck,
): void {
  const { map, table, what, checker } = checked;
  const { key } = entry;
  const computed = checker.setting.compat && COMPUTED_KEYS.has(key);
  if ((unknown.as === "nothing" && meant === undefined) || computed) return;
  const isError = unknown.as === "error" || meant !== undefined;
  const code = isError ? "unknown-key" : "unknown-key-ignored";
  const at = placeOfKey(map, entry);
  const hint =
    cut === undefined || nearest(key, Object.keys(table)).length > 0
      ? (unknown.hint?.(key) ?? elsewhere(what, key) ?? hintFor(key, meant, table))
      : `Between \`{\` and \`}\` a comma ends a value: write that of \`${cut}\` in quotes.`;
  checker.report(code, { key, what: withArticle(what) }, { at, hint });
}

/** Nothing is said of a repository's file: who reads it cannot remove what is in it. */
function reportWithoutEffect(entry: YamlEntry, { map, checker }: UnderCheck): void {
  if (checker.setting.compat || map.file.repository !== undefined) return;
  checker.report("ignored-key", { key: entry.key }, { at: placeOfKey(map, entry) });
}

/** Required fields that have no value. */
function missingIn(fields: FieldRecord, { table, checker }: UnderCheck): string[] {
  return Object.keys(table).filter((key) => {
    if (!table[key]?.required || (fields[key] && !fields[key].isEmpty)) return false;
    // What is written inside another object is called after it.
    return key !== "name" || !checker.owner.declaration?.owner;
  });
}

/** Shown at the key when that is written without a value. */
function reportMissing(key: string, fields: FieldRecord, { map, what, checker }: UnderCheck): void {
  const field = fields[key];
  const words = { what: withArticle(what), key, written: field !== undefined };
  checker.report("missing-field", words, { at: field?.keyAt ?? placeOfStart(map) });
}

/** Titles by the kind of object that has none of that name. */
const TITLES: ReadonlyMap<string, string> = new Map([
  [
    "chart",
    "Its title stands in its layout: `layout: { title: { text: … } }`; without one it is the `name`.",
  ],
  ["trace", "Its series are called after `cohort_on`, else by `props: { name: … }`."],
  ["table", "Its `name` is its title."],
  ["dashboard", "Its `name` is its title."],
  ["row", 'A title above a row is an item: `markdown: "## …"`.'],
  ["item", "A chart has its title in its layout: `layout: { title: { text: … } }`."],
]);

/** Where what a key says elsewhere is written here. */
function elsewhere(what: string, key: string): string | undefined {
  return key === "title" ? TITLES.get(what) : undefined;
}

/** The nearest keys, else the one that is missing, else all of them. */
function hintFor(key: string, meant: string | undefined, table: Fields): string | undefined {
  const known = Object.keys(table).filter((name) => !table[name]?.status);
  if (meant !== undefined && !nearest(key, known).includes(meant))
    return `Did you mean \`${meant}\`, which is missing?`;
  return suggest(key, known, known.length);
}
