/** The door of `plugin/`. Both parts are loaded on first use: most projects have no plugins. */
import type { SourceType } from "./contract.js";
import type { PluginModule, ReadPlugin } from "../project/source-types.js";

/** Finds a plugin and reads its `headwater-source.json`. None of its code is imported. */
export const readPlugin: ReadPlugin = async (name, root) => {
  const module = await import("./plugin/read-plugin.js");
  return module.readPlugin(name, root);
};

/**
 * Imports the code of a plugin: in the reader of a trusted project only. Rejects with a
 * SourceError.
 */
export async function loadPlugin(plugin: PluginModule): Promise<SourceType> {
  const module = await import("./plugin/load-plugin.js");
  return module.loadPlugin(plugin);
}
