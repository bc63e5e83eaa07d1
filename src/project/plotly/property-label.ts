import type { PropertyPath } from "../../contract/property-path.js";

/** `["dimensions", 0, "label"]` → `dimensions[0].label`, as messages name a property. */
export function propertyLabel(path: PropertyPath): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`,
    "",
  );
}
