/** The door of `plugin/`: what a project reads of its plugins, and what a reader loads. */
export { loadPlugin } from "./plugin/load-plugin.js";
export { readPlugin } from "./plugin/read-plugin.js";
