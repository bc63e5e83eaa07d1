import type { SwitchInput } from "../../../src/contract/input.js";
import { ChoiceMenu } from "../controls/ChoiceMenu.js";
import { Segments } from "../controls/Segments.js";
import type { PanelProps } from "./panel.js";

/** Values that fit into a row of buttons. */
const MOST_SEGMENTS = 4;

/** One of a few values: all in sight, or in a menu. */
export function SwitchControl({ page, input }: PanelProps<SwitchInput>) {
  const { name, label, values, default: fallback } = input;
  const { place, isDefault } = page.switch(name);
  const options = values.map((value) => value.label);
  const props = {
    label,
    options,
    chosen: new Set(options.slice(place, place + 1)),
    multiple: false,
    isDefault,
    onChange: (labels: readonly string[] | undefined) =>
      page.switchTo(name, labels ? options.indexOf(labels[0] ?? "") : fallback),
  };
  return options.length <= MOST_SEGMENTS ? <Segments {...props} /> : <ChoiceMenu {...props} />;
}
