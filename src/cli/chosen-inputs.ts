/** `--input region=EU`: what somebody chooses of a trace's inputs on the command line. */
import type { FilterInput } from "../contract/input.js";
import { suggest } from "../diagnostics/index.js";
import { readChoice } from "../fold/choice-text.js";
import type { GivenChoices } from "../fold/fold-result.js";
import { wrongUsage } from "./usage.js";

const NULL_MARK = ":null";

/** Throws an error of usage where an option names no such input, or cannot be read. */
export function chosenInputs(
  written: readonly string[],
  inputs: readonly FilterInput[],
): GivenChoices {
  const byName = new Map<string, { texts: string[]; withNull: boolean }>();
  for (const option of written) {
    const [, key = option, text = ""] = /^([^=]*)=([\s\S]*)$/.exec(option) ?? [];
    const isNull = key.endsWith(NULL_MARK);
    const name = isNull ? key.slice(0, -NULL_MARK.length) : key;
    const known = byName.get(name) ?? { texts: [], withNull: false };
    byName.set(name, known);
    if (isNull) known.withNull = true;
    else known.texts.push(text);
  }
  return new Map(
    [...byName].map(([name, choice]) => {
      const input = inputs.find((one) => one.name === name);
      if (!input) throw noSuchInput(name, inputs);
      const read = readChoice(input, choice);
      if (read === undefined) {
        const text = choice.texts.join(", ");
        throw wrongUsage(
          `The input \`${name}\` cannot be \`${text}\`.`,
          `Write \`--input ${example(input)}\`.`,
        );
      }
      return [name, read] as const;
    }),
  );
}

function noSuchInput(name: string, inputs: readonly FilterInput[]) {
  const names = inputs.map((input) => input.name);
  const hint =
    names.length === 0
      ? "It follows none."
      : (suggest(name, names) ?? `It follows ${names.join(", ")}.`);
  return wrongUsage(`It does not follow an input \`${name}\`.`, hint);
}

function example(input: FilterInput): string {
  const value = { choice: "EU", period: "2024-01..2024-06", span: "0..50" }[input.is];
  return `${input.name}=${value}`;
}
