/** Reading whole results, as the checks of `headwater/conformance` do. */
export { collect, refusal } from "../../src/sources/conformance.js";
