import type { LegendClicks } from "../charts/legend-clicks.js";
import type { SelectorState } from "./context.js";

/** A legend's entries choose as their selector does, where there is one. */
export function legendClicks(selector: SelectorState | undefined): LegendClicks {
  return {
    takes: (name) => selector?.options.includes(name) === true,
    toggle(name) {
      if (!selector) return;
      const { options, chosen, choose } = selector;
      if (selector.selector.type === "single") choose([name]);
      else choose(options.filter((one) => chosen.has(one) !== (one === name)));
    },
    isolate: (name) => selector?.choose([name]),
  };
}
