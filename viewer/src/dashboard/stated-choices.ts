import type { SiteDashboard, SiteModel } from "../../../src/contract/pages/dashboard.js";
import { selectorState, useDashboard, useReading, type Reading } from "./context.js";
import { useStatedInputs } from "./inputs.js";
import { inputsOf } from "./objects.js";
import { choosesCohorts, labelOf } from "./selections.js";

/** What was chosen under a name, for places where nobody can open the control. */
export interface StatedChoice {
  readonly name: string;
  readonly value: string;
}

/** What of a card decides which selectors and inputs bear on it. */
export interface Governed {
  readonly selector?: string | undefined;
  readonly traces: readonly string[];
  readonly model?: SiteModel | undefined;
}

/** Gives what is chosen on the open dashboard; with a card, what of that bears on it. */
export function useStatedChoices(): (card?: Governed) => StatedChoice[] {
  const dashboard = useDashboard();
  const reading = useReading();
  const inputs = useStatedInputs();
  return (card) => [
    ...inputs(card && followedBy(card, dashboard)),
    ...statedSelectors(reading, dashboard, card),
  ];
}

/** Names of the inputs that a card's rows follow. */
function followedBy({ traces, model }: Governed, dashboard: SiteDashboard): ReadonlySet<string> {
  const drawn = traces.flatMap((name) => dashboard.traces[name] ?? []);
  return inputsOf([...drawn, ...(model ? [model] : [])]);
}

function statedSelectors(
  reading: Reading,
  dashboard: SiteDashboard,
  card: Governed | undefined,
): StatedChoice[] {
  return Object.values(dashboard.selectors).flatMap((one) => {
    const { name, options } = one;
    const showsTraces =
      !choosesCohorts(one) &&
      options.some(({ kind, name: option }) => kind === "trace" && card?.traces.includes(option));
    if (card && card.selector !== name && !showsTraces) return [];
    const state = selectorState(reading, dashboard, name);
    if (!state || state.options.length === 0) return [];
    const { chosen } = state;
    const isAll = one.type === "multiple" && chosen.size === state.options.length;
    const values = state.options.filter((option) => chosen.has(option)).join(", ");
    return [{ name: labelOf(name), value: isAll ? "All" : values || "None" }];
  });
}
