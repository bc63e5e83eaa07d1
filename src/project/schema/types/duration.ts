import type { TypeDefinition } from "../type-definition.js";

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of a text such as `30s` or `1.5h`; a number without a unit counts seconds. */
export function milliseconds(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|[smhdw])?$/.exec(text.trim());
  return match ? Number(match[1]) * (MILLISECONDS[match[2] ?? "s"] ?? 1) : undefined;
}

/** A length of time, in milliseconds. */
export const DURATION: TypeDefinition<"duration"> = {
  check(type, node, checker) {
    const value = node.kind === "scalar" ? checker.scalar(node) : null;
    if (value === undefined) return undefined;
    const length = milliseconds(String(value));
    if (length === undefined) checker.wrongType(node, type);
    return length;
  },
  expectation: () => "a length of time such as `30s`, `5m` or `1h`",
  example: () => "30s",
  schema: () => ({
    type: ["string", "number"],
    pattern: "^\\s*\\d+(\\.\\d+)?\\s*(ms|[smhdw])?\\s*$|\\{\\{|\\$\\{",
  }),
};
