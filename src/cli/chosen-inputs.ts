/** `--input region=EU`: what somebody chooses of a trace's inputs on the command line. */
import type { FilterChoice, InputSettings } from "../contract/input.js";
import { suggest } from "../diagnostics/index.js";
import { exampleChoice, readChoice } from "../fold/choice-text.js";
import type { ChosenInputs } from "../project/objects.js";
import { wrongUsage } from "./usage.js";

const NULL_MARK = ":null";

/** Throws an error of usage where an option names no such input, or cannot be read. */
export function chosenInputs(
  written: readonly string[],
  inputs: readonly InputSettings[],
): ChosenInputs {
  const filters = new Map<string, FilterChoice | "all">();
  const switches = new Map<string, number>();
  for (const [name, choice] of byName(written)) {
    const input = inputs.find((one) => one.name === name);
    if (!input) throw noSuchInput(name, inputs);
    if (input.is === "switch") {
      const place = input.values.findIndex(({ label }) => label === choice.texts[0]);
      if (place < 0) throw noSuchChoice(input, choice.texts);
      switches.set(name, place);
      continue;
    }
    const read = readChoice(input, choice);
    if (read === undefined) throw noSuchChoice(input, choice.texts);
    filters.set(name, read);
  }
  return { filters, switches };
}

/** What the options say of each input. */
function byName(
  written: readonly string[],
): Map<string, { readonly texts: string[]; withNull: boolean }> {
  const found = new Map<string, { readonly texts: string[]; withNull: boolean }>();
  for (const option of written) {
    const [, key = option, text = ""] = /^([^=]*)=([\s\S]*)$/.exec(option) ?? [];
    const isNull = key.endsWith(NULL_MARK);
    const name = isNull ? key.slice(0, -NULL_MARK.length) : key;
    const choice = found.get(name) ?? { texts: [], withNull: false };
    found.set(name, choice);
    if (isNull) choice.withNull = true;
    else choice.texts.push(text);
  }
  return found;
}

function noSuchInput(name: string, inputs: readonly InputSettings[]) {
  const names = inputs.map((input) => input.name);
  const all = names.length === 0 ? "It follows none." : `It follows ${names.join(", ")}.`;
  return wrongUsage(`It does not follow an input \`${name}\`.`, suggest(name, names) ?? all);
}

function noSuchChoice(input: InputSettings, texts: readonly string[]) {
  const values = input.is === "switch" ? input.values.map(({ label }) => label) : [];
  const example = input.is === "switch" ? (values[0] ?? "") : exampleChoice(input);
  return wrongUsage(
    `The input \`${input.name}\` cannot be \`${texts.join(", ")}\`.`,
    suggest(texts[0] ?? "", values) ?? `Write \`--input ${input.name}=${example}\`.`,
  );
}
