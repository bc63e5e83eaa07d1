/** What is chosen, in words. */
import type { FilterChoice, FilterInput, InputSettings } from "../../../src/contract/input.js";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import { grainText } from "../../../src/fold/grain.js";
import { groupName } from "../format/group-name.js";
import type { Formatter } from "../format/value.js";
import { isSwitch, type ChosenInput } from "./chosen-input.js";

/** `EU, US`; undefined where all is chosen. */
export function statedChoice(
  input: InputSettings,
  chosen: ChosenInput,
  type: LogicalType,
  formatter: Formatter,
): string | undefined {
  if (isSwitch(input)) {
    const place = chosen.is === "switch" ? chosen.place : input.default;
    return input.values[place]?.label ?? "";
  }
  const choice = chosen.is === "filter" ? chosen.choice : undefined;
  return choice && choiceText(input, choice, type, formatter);
}

/** `EU, US`, `2024-01–2024-06` or `0 to below 50`. `type` is that of the values. */
export function choiceText(
  input: FilterInput,
  choice: FilterChoice,
  type: LogicalType,
  formatter: Formatter,
): string {
  switch (choice.is) {
    case "values":
      return choice.values.map((value) => groupName(value, type, formatter)).join(", ") || "None";
    case "between": {
      const by = input.is === "period" ? input.by : "day";
      const [from, to] = [grainText(choice.from, by), grainText(choice.to, by)];
      return from === to ? from : `${from}–${to}`;
    }
    default:
      return `${formatter.numbers.plain(choice.from)} to below ${formatter.numbers.plain(choice.to)}`;
  }
}
