import type { Selector, SelectorOption } from "../objects.js";
import type { Reference } from "../schema/declaration.js";
import type { Fields } from "../schema/field.js";
import type { BuildContext, KindDefinition } from "../schema/kind-definition.js";
import { NAMED_FIELDS } from "./named-fields.js";

export const SELECTOR_FIELDS = {
  ...NAMED_FIELDS,
  type: {
    type: { is: "choice", values: ["single", "multiple"] },
    description: "Whether one or several options can be chosen.",
    default: "`multiple`",
  },
  options: {
    type: {
      is: "list",
      of: { is: "reference", to: ["trace", "chart", "table", "row", "item"], inline: false },
    },
    description:
      "What is chosen among: series of traces, or charts, tables, rows and items to show.",
    default: "the traces of the chart or table in which the selector is written",
    example: "[ref(sales), ref(plan)]",
  },
} as const satisfies Fields;

export const SELECTOR: KindDefinition<Selector> = {
  kind: "selector",
  list: "selectors",
  check(map, checker) {
    const as = checker.setting.compat ? "warning" : "error";
    const fields = checker.fields(map, SELECTOR_FIELDS, "selector", { as });
    return {
      fields,
      build(base, context) {
        const options = optionsOf(fields.options?.value ?? ownerTraces(context));
        if (options.length === 0 && base.problems.length === 0) {
          checker.report("selector-without-options", { selector: base.name }, { at: base.at });
        }
        return { ...base, type: fields.type?.value ?? "multiple", options };
      },
    };
  },
};

function optionsOf(references: readonly Reference[]): SelectorOption[] {
  return references.flatMap(({ target }): SelectorOption[] => {
    if (!target) return [];
    const { kind, name } = target;
    switch (kind) {
      case "trace":
      case "chart":
      case "table":
      case "row":
      case "item":
        return [{ kind, name }];
      default:
        return [];
    }
  });
}

/** A selector written inside a chart or a table chooses among its traces. */
function ownerTraces({ declaration }: BuildContext): readonly Reference[] {
  const references = declaration.owner?.references ?? [];
  return references.filter(({ to }) => to[0] === "trace" && to.length === 1);
}
