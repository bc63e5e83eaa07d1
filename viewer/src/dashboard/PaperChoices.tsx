import { useApp } from "../app/context.js";
import { useStatedChoices } from "./stated-choices.js";

/** What inputs and selectors have chosen, where nobody can open them. */
export function PaperChoices() {
  const { theme } = useApp();
  const stated = useStatedChoices();
  if (!theme.paper.value) return null;
  return (
    <p class="soft paper-choices">
      {stated().map(({ name, value }) => (
        <span key={name} class="paper-choice">
          {name}: <b>{value}</b>
        </span>
      ))}
    </p>
  );
}
