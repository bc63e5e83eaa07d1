import type { SiteDashboard } from "../../../src/contract/pages/dashboard.js";
import type { AppContext } from "../app/context.js";
import { selectorState } from "./context.js";
import { choosesCohorts, labelOf } from "./selections.js";

/** What was chosen under a name, for places where nobody can open the control. */
export interface StatedChoice {
  readonly name: string;
  readonly value: string;
}

/** What of a card decides which selectors bear on it. */
export interface Governed {
  readonly selector?: string | undefined;
  readonly traces: readonly string[];
}

/** What is chosen on a dashboard; with a card, what of that bears on it. */
export function statedChoices(
  app: AppContext,
  dashboard: SiteDashboard,
  card?: Governed,
): StatedChoice[] {
  return Object.values(dashboard.selectors).flatMap((one) => {
    const { name, options } = one;
    const showsTraces =
      !choosesCohorts(one) &&
      options.some(({ kind, name: option }) => kind === "trace" && card?.traces.includes(option));
    if (card && card.selector !== name && !showsTraces) return [];
    const state = selectorState(app, dashboard, name);
    if (!state || state.options.length === 0) return [];
    const { chosen } = state;
    const isAll = one.type === "multiple" && chosen.size === state.options.length;
    const values = state.options.filter((option) => chosen.has(option)).join(", ");
    return [{ name: labelOf(name), value: isAll ? "All" : values || "None" }];
  });
}
