/** `inputs: { region: EU, period: 2024-01..2024-06 }`: what a test chooses instead of the defaults. */
import type { FilterChoice, InputSettings } from "../../contract/input.js";
import { exampleChoice, readChoice } from "../../fold/choice-text.js";
import type { ChosenInputs } from "../objects.js";
import type { Checker } from "../schema/checker.js";
import type { Reference } from "../schema/declaration.js";
import { target } from "../schema/linked.js";
import { placeOf } from "../schema/place.js";
import type { YamlMap, YamlNode } from "../yaml-node.js";

/** An input by its name, and what is written beside it. */
export interface WrittenChoice {
  readonly reference: Reference;
  readonly node: YamlNode;
}

/** Refers to each input. */
export function writtenChoices(map: YamlMap, checker: Checker): WrittenChoice[] {
  return map.entries.map(({ key: name, keyStart, keyEnd, value: node }) => {
    const at = node.file.locate(keyStart, keyEnd);
    const reference = checker.refer({ to: ["input"], form: { by: "name", name }, node, at });
    return { reference, node };
  });
}

/** What cannot be chosen is reported. */
export function chosenInputs(choices: readonly WrittenChoice[], checker: Checker): ChosenInputs {
  const filters = new Map<string, FilterChoice | "all">();
  const switches = new Map<string, number>();
  for (const { reference, node } of choices) {
    const settings = target(reference, "input")?.settings;
    if (!settings) continue;
    const values = valuesIn(node, checker);
    const texts = values.flatMap((value) => (value === null ? [] : [value]));
    if (settings.is === "switch") {
      const place = settings.values.findIndex(({ label }) => label === texts[0]);
      if (place >= 0) switches.set(settings.name, place);
      else refuse(settings, node, checker);
      continue;
    }
    const choice = readChoice(settings, { texts, withNull: values.includes(null) });
    if (choice === undefined) refuse(settings, node, checker);
    else filters.set(settings.name, choice);
  }
  return { filters, switches };
}

function valuesIn(node: YamlNode, checker: Checker): (string | null)[] {
  const items = node.kind === "list" ? node.items : [node];
  return items.map((item) => {
    const value = checker.json(item);
    return value === null || typeof value === "object" ? null : String(value);
  });
}

function refuse(settings: InputSettings, node: YamlNode, checker: Checker): void {
  const example =
    settings.is === "switch" ? (settings.values[0]?.label ?? "") : exampleChoice(settings);
  const values = { input: settings.name, example };
  checker.report("input-choice", values, { at: placeOf(node) });
}
