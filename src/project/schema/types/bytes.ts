import type { TypeDefinition } from "../type-definition.js";

const BYTES_IN: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/** Whole bytes of a size such as `1.5GB`; undefined for what is none. */
export function bytesIn(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?b)?$/i.exec(text.trim());
  return match
    ? Math.floor(Number(match[1]) * (BYTES_IN[(match[2] ?? "b").toLowerCase()] ?? 1))
    : undefined;
}

/** A size, in whole bytes. */
export const BYTES: TypeDefinition<"bytes"> = {
  check(type, node, checker) {
    const value = node.kind === "scalar" ? checker.scalar(node) : null;
    if (value === undefined) return undefined;
    const bytes = bytesIn(String(value));
    if (bytes !== undefined) return bytes;
    checker.wrongType(node, type);
    return undefined;
  },
  expectation: () => "a size such as `500MB` or `2GB`",
  example: () => "500MB",
  schema: () => ({
    type: ["string", "number"],
    pattern: "^\\s*\\d+(\\.\\d+)?\\s*([kKMGT]?B)?\\s*$|\\{\\{|\\$\\{",
  }),
};
