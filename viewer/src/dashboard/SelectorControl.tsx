import { Choices } from "../controls/Choices.js";
import { useSelector } from "./context.js";
import { labelOf } from "./selections.js";

/** The control of a selector, as an item of its own or in the head of a card. */
export function SelectorControl({ name, small = false }: { name: string; small?: boolean }) {
  const state = useSelector(name);
  if (!state || state.options.length === 0) return null;
  const { selector, options, chosen, isDefault, choose } = state;
  return (
    <Choices
      label={labelOf(selector.name)}
      options={options}
      chosen={chosen}
      multiple={selector.type === "multiple"}
      isDefault={isDefault}
      onChange={choose}
      small={small}
    />
  );
}
