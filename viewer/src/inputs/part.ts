/** What a dashboard with inputs loads. */
export { InputBar } from "./InputBar.js";
export { InputControl } from "./InputControl.js";
export { createPageInputs } from "./page-inputs.js";
