import { useApp } from "../app/context.js";
import { useDashboard } from "./context.js";
import { statedChoices } from "./stated-choices.js";

/** What the selectors have chosen, where nobody can open them. */
export function PaperChoices() {
  const app = useApp();
  const dashboard = useDashboard();
  if (!app.theme.paper.value) return null;
  return (
    <p class="soft paper-choices">
      {statedChoices(app, dashboard).map(({ name, value }) => (
        <span key={name} class="paper-choice">
          {name}: <b>{value}</b>
        </span>
      ))}
    </p>
  );
}
