import type { Source, SourceContext } from "../contract.js";
import { pluginType } from "./load-plugin.js";

/**
 * Opens a source of a plugin for its author's tests, as a reader does. `sourceType` is what its
 * module exports.
 */
export async function openPlugin(
  sourceType: unknown,
  config: Readonly<Record<string, unknown>>,
  context: Partial<SourceContext> = {},
): Promise<Source> {
  const type = await pluginType(sourceType, "the plugin under test");
  const own = { name: "test", queryTag: "headwater/conformance", secrets: [], ...context };
  return type.open(config, own);
}
