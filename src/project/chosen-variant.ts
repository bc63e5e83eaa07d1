import type { ChosenInputs, Trace } from "./objects.js";

/** A trace for what is chosen of its switches; defaults hold for the others. */
export function chosenVariant(trace: Trace, chosen: ChosenInputs["switches"]): Trace {
  const { switches = [], variants = [] } = trace;
  const places = switches.map((one) => chosen.get(one.name) ?? one.default).join();
  return variants.find((variant) => variant.places.join() === places)?.trace ?? trace;
}
