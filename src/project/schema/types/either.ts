import type { Diagnostic } from "../../../contract/diagnostic.js";
import type { TypeDefinition } from "../type-definition.js";

/**
 * The first type that fits. When none does: what a type finds wrong that takes such values at all,
 * such as a number that is too small, else what all of them expect.
 */
export const EITHER: TypeDefinition<"either"> = {
  check(type, node, checker) {
    let nearly: readonly Diagnostic[] | undefined;
    for (const one of type.of) {
      const { result, faults } = checker.tried(() => checker.value(one, node));
      if (result !== undefined && faults.length === 0) return result;
      const isNearly = faults.length > 0 && faults.every(({ code }) => code !== "wrong-type");
      if (isNearly) nearly ??= faults;
    }
    const sameShape = type.of.filter((one) => (one.is === "list") === (node.kind === "list"));
    const only = sameShape.length === 1 ? sameShape[0] : undefined;
    if (only && node.kind === "list") return checker.value(only, node);
    const hint = `It needs ${checker.expectation(type)}.`;
    for (const fault of nearly ?? []) {
      const isVague = fault.code === "wrong-choice" && !fault.hint?.startsWith("Did you mean");
      checker.add(isVague ? { ...fault, hint } : fault);
    }
    if (!nearly) checker.wrongType(node, type);
    return undefined;
  },
  expectation: ({ of: types }, of) => types.map(of).join(" or "),
  example: () => undefined,
  schema: ({ of }, schemas) => ({ anyOf: of.map((one) => schemas.type(one)) }),
};
