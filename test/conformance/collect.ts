/** Reading whole results, as the checks of `headwater/conformance` do. */
export { collect, refusal, type Collected } from "../../src/sources/conformance.js";
