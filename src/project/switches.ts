/**
 * Switches: `${name}` in SQL stands for one of the texts that an input has. An object with switches
 * is made once for each combination of their values; it is itself that of their defaults.
 */
import type { SwitchInput } from "../contract/input.js";
import type { SourceRange } from "../contract/diagnostic.js";
import type { SqlText, TraceSql } from "../sql/trace/trace-sql.js";
import type { ChosenTexts, Model, Trace, TraceVariant } from "./objects.js";
import type { Checker } from "./schema/checker.js";
import type { Reference } from "./schema/declaration.js";
import { target } from "./schema/linked.js";
import type { YamlNode } from "./yaml-node.js";

/** Made where a text may hold a switch alone: to look up all letters takes longer than to start. */
const named = () => /\$\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*\}/gu;

/** A piece of SQL as it is written, where its faults are reported. */
export interface WrittenSql {
  readonly sql: string;
  readonly node: YamlNode;
  readonly at: SourceRange;
}

/** References to the switches in SQL, each once. Version 1.0 had none. */
export function referToSwitches(texts: readonly WrittenSql[], checker: Checker): Reference[] {
  if (checker.setting.compat) return [];
  const found = new Map<string, Reference>();
  for (const { sql, node, at } of texts) {
    for (const [, name = ""] of namedIn(sql)) {
      const form = { by: "name", name } as const;
      if (!found.has(name)) found.set(name, checker.refer({ to: ["input"], form, node, at }));
    }
  }
  return [...found.values()];
}

/** The switches behind references; another input in their place is reported. */
export function switchesOf(
  references: readonly Reference[],
  texts: readonly WrittenSql[],
  checker: Checker,
): SwitchInput[] {
  const inputs = references.flatMap((reference) => target(reference, "input") ?? []);
  return inputs.flatMap(({ name, settings }) => {
    const text = texts.find(({ sql }) => namedIn(sql).some(([, one]) => one === name));
    if (settings.is === "switch") {
      if (text) refuseQuotes(settings, text, checker);
      return [settings];
    }
    checker.report("input-is-no-switch", { name }, { at: text?.at });
    return [];
  });
}

function namedIn(sql: string): RegExpExecArray[] {
  return sql.includes("${") ? [...sql.matchAll(named())] : [];
}

/** A value with a quotation mark would end the text in which it stands. */
function refuseQuotes(
  { name, values }: SwitchInput,
  { sql, at }: WrittenSql,
  checker: Checker,
): void {
  const quoted = values.find(({ text }) => /["'`]/.test(text));
  if (!quoted) return;
  for (const match of namedIn(sql)) {
    if (match[1] !== name || !isInQuotes(sql.slice(0, match.index))) continue;
    checker.report("input-value-quoted", { name, value: quoted.text }, { at });
    return;
  }
}

function isInQuotes(before: string): boolean {
  let open = "";
  for (const character of before) {
    if (open === character) open = "";
    else if (open === "" && /["'`]/.test(character)) open = character;
  }
  return open !== "";
}

/** SQL with the chosen texts in the places of their switches. */
export function fill(sql: string, texts: ChosenTexts): string {
  if (!sql.includes("${")) return sql;
  return sql.replace(named(), (whole, name: string) => texts.get(name) ?? whole);
}

/** The expressions of a trace with the chosen texts. */
export function fillTrace<T extends TraceSql>(trace: T, texts: ChosenTexts): T {
  const filled = <S extends SqlText>(one: S): S => ({ ...one, sql: fill(one.sql, texts) });
  const { queries, columns, cohortOn, orderBy, filters, groupBy } = trace;
  return {
    ...trace,
    queries: queries.map(filled),
    columns: columns.map(filled),
    ...(cohortOn && { cohortOn: filled(cohortOn) }),
    orderBy: orderBy.map(filled),
    filters: filters.map(filled),
    ...(groupBy !== undefined && { groupBy: groupBy && groupBy.map(filled) }),
  };
}

/** The text of a place among the values of a switch. */
function textsAt(switches: readonly SwitchInput[], places: readonly number[]): ChosenTexts {
  return new Map(
    switches.map(({ name, values }, index) => [name, values[places[index] ?? 0]?.text ?? ""]),
  );
}

/** The texts of all defaults. */
export function defaultTexts(switches: readonly SwitchInput[]): ChosenTexts {
  return textsAt(
    switches,
    switches.map((one) => one.default),
  );
}

/** Most results of one trace. */
const MOST_COMBINATIONS = 24;

/**
 * A trace with its switches, those of a SQL model below it, and those of other models that it names
 * itself. The trace is made of the defaults; other combinations are its variants.
 */
export function switchedTrace(trace: Trace, own: readonly SwitchInput[], checker: Checker): Trace {
  const named = trace.inputs.flatMap(({ settings }) => (settings.is === "switch" ? settings : []));
  const below = (trace.model?.switches ?? []).filter(
    (one) => trace.model?.type === "sql" || named.includes(one),
  );
  const switches = [...new Set([...own, ...below])];
  if (switches.length === 0) return trace;
  const combinations = switches.reduce((count, { values }) => count * values.length, 1);
  if (combinations > MOST_COMBINATIONS) {
    const names = switches.map(({ name }) => name);
    const values = { names, combinations, most: MOST_COMBINATIONS };
    checker.report("input-too-many-values", values, { at: trace.at });
    return trace;
  }
  const variants = placesOf(switches).map((places): TraceVariant => {
    const texts = textsAt(switches, places);
    const model = trace.model && variantOf(trace.model, texts);
    const object = fillTrace({ ...trace, ...(model && { model }) }, texts);
    return { places, trace: { ...object, id: idOf(trace.id, switches, texts) } };
  });
  const defaults = switches.map((one) => one.default).join();
  const others = variants.filter(({ places }) => places.join() !== defaults);
  return {
    ...fillTrace(trace, defaultTexts(switches)),
    switches,
    variants: others,
  };
}

function placesOf(switches: readonly SwitchInput[]): number[][] {
  return switches.reduce<number[][]>(
    (found, { values }) => found.flatMap((places) => values.map((_, place) => [...places, place])),
    [[]],
  );
}

/** A model with other texts than its defaults; the model itself where none of them differs. */
function variantOf(model: Model, texts: ChosenTexts): Model {
  const differs = model.switches?.some(
    ({ name, values, default: place }) =>
      texts.has(name) && texts.get(name) !== values[place]?.text,
  );
  return differs && model.chosen ? model.chosen(texts) : model;
}

/** The models below a merge with these texts. */
export function variantsOf(models: readonly Model[], texts: ChosenTexts): Model[] {
  return models.map((model) => variantOf(model, texts));
}

/** An id of its own for each combination. */
export function idOf(id: string, switches: readonly SwitchInput[], texts: ChosenTexts): string {
  const chosen = switches.map(({ name, default: place, values }) => {
    const text = texts.get(name) ?? values[place]?.text ?? "";
    return `${name}=${values.find((one) => one.text === text)?.label ?? text}`;
  });
  return `${id}?${chosen.join("&")}`;
}

/** The values that `idOf` has put behind the name, as in `grain=Weeks`; empty for the defaults. */
export function valuesInId({
  kind,
  name,
  id,
}: Pick<Trace | Model, "kind" | "name" | "id">): string {
  return id.slice(`${kind}:${name}?`.length);
}

/** What a model says of its switches; `fillWith` makes it with other texts, under its own id. */
export function switchedModel<M extends Model>(
  model: M,
  switches: readonly SwitchInput[],
  fillWith: (model: M, texts: ChosenTexts) => M,
): M {
  if (switches.length === 0) return model;
  const chosen = (texts: ChosenTexts): Model => ({
    ...fillWith(model, new Map([...defaultTexts(switches), ...texts])),
    id: idOf(model.id, switches, texts),
  });
  return { ...fillWith(model, defaultTexts(switches)), switches, chosen };
}
