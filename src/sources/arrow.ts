/** The door of `arrow/` for the engine: Arrow IPC, of script models and of plugins, as a stream of batches. */
export { openArrow } from "./arrow/open-arrow.js";
