/** `inputs: { region: EU, period: 2024-01..2024-06 }`: what a test chooses instead of the defaults. */
import type { GivenChoice, InputSettings } from "../../contract/input.js";
import { exampleChoice, readGivenChoice, readSwitch } from "../../fold/choice-text.js";
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
  const filters = new Map<string, GivenChoice>();
  const switches = new Map<string, number>();
  for (const { reference, node } of choices) {
    const settings = target(reference, "input")?.settings;
    if (!settings) continue;
    const values = valuesIn(node, checker);
    if (!values) {
      refuse(settings, "it is no value", node, checker);
      continue;
    }
    const texts = values.flatMap((value) => (value === null ? [] : [value]));
    const written = { texts, withNull: values.includes(null) };
    if (settings.is === "switch") {
      const place = readSwitch(settings, written);
      if (typeof place === "number") switches.set(settings.name, place);
      else refuse(settings, place.why, node, checker);
      continue;
    }
    const choice = readGivenChoice(settings, written);
    if (choice === "all" || choice.is !== "unreadable") filters.set(settings.name, choice);
    else refuse(settings, choice.why, node, checker);
  }
  return { filters, switches };
}

/** Undefined where one is a list or a mapping. */
function valuesIn(node: YamlNode, checker: Checker): (string | null)[] | undefined {
  const items = node.kind === "list" ? node.items : [node];
  const texts: (string | null)[] = [];
  for (const item of items) {
    const value = checker.json(item);
    if (value !== null && typeof value === "object") return undefined;
    texts.push(value === null ? null : String(value));
  }
  return texts;
}

function refuse(settings: InputSettings, why: string, node: YamlNode, checker: Checker): void {
  const values = { input: settings.name, why, example: exampleChoice(settings) };
  checker.report("input-choice", values, { at: placeOf(node) });
}
