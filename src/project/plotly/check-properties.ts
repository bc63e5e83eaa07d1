import type { YamlMap } from "../yaml-node.js";
import { attributeTable } from "./attribute-table.js";
import { type CheckedProperties, PropertyWalk, type PropertySetting } from "./property-walk.js";

/**
 * Checks the properties of a trace; `written` is its type as the author wrote it, `type` the one
 * that is drawn.
 */
export function checkTraceProperties(
  props: YamlMap,
  type: string,
  written: string,
  setting: PropertySetting,
): CheckedProperties {
  const attributes = attributeTable().trace(type);
  if (!attributes) return { diagnostics: [], changes: [] };
  const root = { owner: `a \`${type}\` trace`, subject: written, lenientKeys: false };
  return new PropertyWalk(root, setting).check(props, attributes);
}

/**
 * Checks a layout. Expressions in it are not looked at: they are reported elsewhere, as is the name
 * of a palette.
 */
export function checkLayoutProperties(
  layout: YamlMap,
  setting: PropertySetting,
): CheckedProperties {
  const root = { owner: "a layout", subject: "layout", lenientKeys: setting.compat };
  return new PropertyWalk(root, setting).check(layout, attributeTable().layout);
}
