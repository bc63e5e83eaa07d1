import { suggest } from "../../../diagnostics/index.js";
import { placeOf } from "../place.js";
import type { TypeDefinition } from "../type-definition.js";
import { textIn } from "./text.js";

/** A zone that the runtime knows. */
export const TIME_ZONE: TypeDefinition<"timeZone"> = {
  check(type, node, checker) {
    const zone = textIn(type, node, checker);
    if (zone === undefined) return undefined;
    try {
      Intl.DateTimeFormat("en", { timeZone: zone });
      return zone;
    } catch {
      const hint = suggest(zone, Intl.supportedValuesOf("timeZone"));
      checker.report("unknown-time-zone", { zone }, { at: placeOf(node), hint });
      return undefined;
    }
  },
  expectation: () => "a time zone such as `Europe/Berlin`",
  example: () => "Europe/Berlin",
  schema: () => ({ type: "string", examples: ["UTC", "Europe/Berlin", "America/New_York"] }),
};
