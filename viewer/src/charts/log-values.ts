/** Values that logarithmic axes have no place for: lines would fall to the edge at them. */
import type { Props } from "./bind.js";
import { listOf, partOf } from "./computed.js";

/** A trace without the values that are not above zero along such an axis. */
export function withDrawableLogs(trace: Props, layout: Props): Props {
  if (trace["type"] !== "scatter") return trace;
  const changed: Props = {};
  for (const letter of ["x", "y"]) {
    const id = trace[`${letter}axis`];
    const axis = partOf(layout[`${letter}axis${typeof id === "string" ? id.slice(1) : ""}`]);
    const values = axis["type"] === "log" ? listOf(trace[letter]) : undefined;
    if (!values || !Array.prototype.some.call(values, isBelow)) continue;
    changed[letter] = Array.from(values, (value) => (isBelow(value) ? null : value));
  }
  return Object.keys(changed).length === 0 ? trace : { ...trace, ...changed };
}

function isBelow(value: unknown): boolean {
  return typeof value === "number" && value <= 0;
}
