import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Loaded } from "../data/loaded.js";

/** A trace with its rows. */
export type LoadedTrace = Loaded<SiteTrace>;
