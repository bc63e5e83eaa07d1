import type { TypeDefinition } from "../type-definition.js";

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A length of time, in milliseconds; a number without a unit counts seconds. */
export const DURATION: TypeDefinition<"duration"> = {
  check(type, node, checker) {
    const value = node.kind === "scalar" ? checker.scalar(node) : null;
    if (value === undefined) return undefined;
    const match = /^(\d+(?:\.\d+)?)\s*(ms|[smhdw])?$/.exec(String(value).trim());
    if (match) return Number(match[1]) * (MILLISECONDS[match[2] ?? "s"] ?? 1);
    checker.wrongType(node, type);
    return undefined;
  },
  expectation: () => "a length of time such as `30s`, `5m` or `1h`",
  example: () => "30s",
  schema: () => ({
    type: ["string", "number"],
    pattern: "^\\s*\\d+(\\.\\d+)?\\s*(ms|[smhdw])?\\s*$|\\{\\{|\\$\\{",
  }),
};
