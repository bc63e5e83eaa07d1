/**
 * The package's export `headwater/conformance`: the tests that every connector passes, for authors
 * of plugins.
 */
export {
  CONFORMANCE_CHECKS,
  type ConformanceCheck,
  type ConnectorUnderTest,
} from "./conformance/checks.js";
export { collect, refusal, type Collected } from "./conformance/collect.js";
export { openPlugin } from "./plugin/open-plugin.js";
