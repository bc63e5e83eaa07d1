import { useApp } from "../app/context.js";
import { useDashboard, useSelector } from "./context.js";
import { useStatedChoices } from "./inputs.js";
import { labelOf } from "./SelectorControl.js";

/** What inputs and selectors have chosen, where nobody can open them. */
export function PaperChoices() {
  const { theme } = useApp();
  const { selectors } = useDashboard();
  const stated = useStatedChoices();
  if (!theme.paper.value) return null;
  return (
    <p class="soft paper-choices">
      {stated().map((choice) => (
        <span key={choice} class="paper-choice">
          {choice}
        </span>
      ))}
      {Object.keys(selectors).map((name) => (
        <PaperChoice key={name} name={name} />
      ))}
    </p>
  );
}

function PaperChoice({ name }: { name: string }) {
  const state = useSelector(name);
  if (!state || state.options.length === 0) return null;
  const { selector, options, chosen } = state;
  const isAll = selector.type === "multiple" && chosen.size === options.length;
  const values = isAll ? "All" : options.filter((option) => chosen.has(option)).join(", ");
  return (
    <span class="paper-choice">
      {labelOf(name)}: <b>{values || "None"}</b>
    </span>
  );
}
