import type { TypeDefinition } from "../type-definition.js";

const BYTES_IN: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/** A size, in whole bytes. */
export const BYTES: TypeDefinition<"bytes"> = {
  check(type, node, checker) {
    const value = node.kind === "scalar" ? checker.scalar(node) : null;
    if (value === undefined) return undefined;
    const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?b)?$/i.exec(String(value).trim());
    if (match) {
      return Math.floor(Number(match[1]) * (BYTES_IN[(match[2] ?? "b").toLowerCase()] ?? 1));
    }
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
