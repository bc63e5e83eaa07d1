/** Formats among the properties: whole ones, and those in templates. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { placeOf } from "../schema/place.js";
import type { YamlScalar } from "../yaml-node.js";
import { plotlyFormatFault } from "./format-fault.js";
import { propertyLabel } from "./property-label.js";

const FORMAT = /^([a-z]*(tick|hover)format|valueformat|labelformat|format)$/;
const TEMPLATE = /^(hover|text)template$/;
/** `%{y:,.2f}` and `%{x|%d %b}` */
const WITH_FORMAT = /%\{[^{}:|]+[:|]([^{}]*)\}/g;

/** What is wrong with the text of a property that is a format, or holds some. */
export function checkFormat(
  value: string,
  node: YamlScalar,
  path: PropertyPath,
): Diagnostic | undefined {
  for (const format of formatsIn(value, path)) {
    const hint = plotlyFormatFault(format);
    if (hint === undefined) continue;
    const words = { field: propertyLabel(path), format };
    return createDiagnostic("wrong-format", words, { at: placeOf(node), hint });
  }
  return undefined;
}

function formatsIn(value: string, path: PropertyPath): string[] {
  const names = path.filter((step) => typeof step === "string");
  const key = names.at(-1) ?? "";
  if (FORMAT.test(key) || (key === "value" && names.at(-2) === "tickformatstops")) return [value];
  if (!TEMPLATE.test(key)) return [];
  return [...value.matchAll(WITH_FORMAT)].map(([, format = ""]) => format);
}
