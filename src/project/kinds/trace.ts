import type { Input, Trace } from "../objects.js";
import type { CheckedField } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import type { Reference } from "../schema/declaration.js";
import { defined } from "../schema/defined.js";
import type { Fields } from "../schema/field.js";
import type { KindDefinition } from "../schema/kind-definition.js";
import { target, targets } from "../schema/linked.js";
import type { SqlText, TraceSql } from "../../sql/trace/trace-sql.js";
import { referToSwitches, switchedTrace, switchesOf } from "../switches.js";
import type { YamlMap, YamlNode } from "../yaml-node.js";
import { NAMED_FIELDS } from "./named-fields.js";
import { TEST_FIELDS } from "./test.js";
import { CARD_FIELDS, checkCard } from "./trace-card.js";
import { checkFormats } from "./trace-formats.js";
import { checkTraceProps } from "./trace-props.js";

export const TRACE_FIELDS = {
  ...NAMED_FIELDS,
  name: { ...NAMED_FIELDS.name, required: true },
  model: {
    type: { is: "reference", to: ["model"], inline: true },
    description: "Whose rows it draws.",
    required: true,
  },
  props: {
    type: { is: "free map", what: "trace properties" },
    description:
      "Plotly's properties of the trace; a value may be an expression such as `?{ date }`.",
    default: "`type: scatter`",
    example: '{ type: bar, x: "?{ region }", y: "?{ sum(amount) }" }',
  },
  columns: {
    type: { is: "map", of: { is: "sql", bare: "sql" } },
    description: "More expressions, by name; `column(name)` uses them in `props`.",
    example: '{ total: "?{ sum(amount) }" }',
  },
  formats: {
    type: { is: "map", of: { is: "text" } },
    description:
      "How values are written, by property or by name in `columns`: a word such as `usd0` or `pct1`, d3-format or d3-time-format.",
    default: "as the types of the values are written",
    example: '{ y: usd0, share: pct1, x: "%b %Y" }',
  },
  card: {
    type: { is: "object", what: "number card", fields: CARD_FIELDS },
    description:
      "Of `type: indicator`: what its number is compared with, and the line of its rows.",
    example: "{ over: month, good: up }",
  },
  cohort_on: {
    type: { is: "sql", bare: "sql" },
    description: "Splits the rows into one series per value.",
    default: "one series, named after the trace",
    example: "?{ region }",
  },
  order_by: {
    type: {
      is: "list",
      of: { is: "sql", bare: "dropped in compat mode", several: true },
      lone: true,
    },
    description: "Order of the rows, in SQL.",
    default: "the order of the database",
    example: '["?{ day desc }"]',
  },
  filters: {
    type: { is: "list", of: { is: "sql", bare: "wrong" }, lone: true },
    description: "Conditions that all rows fulfil; aggregates and window functions are allowed.",
    example: '["?{ amount > 0 }", "?{ sum(amount) > 10 }"]',
  },
  group_by: {
    type: {
      is: "either",
      of: [
        { is: "false" },
        { is: "list", of: { is: "sql", bare: "wrong", several: true }, lone: true },
      ],
    },
    description: "What the rows are grouped by; `false` never groups.",
    default: "found out from the expressions",
    example: '["?{ region }"]',
  },
  inputs: {
    type: { is: "list", of: { is: "reference", to: ["input"], inline: true } },
    description: "Choices that its rows follow, as if each were a condition on the model's rows.",
    example: "[ref(region), ref(period)]",
  },
  on_click: {
    type: { is: "reference", to: ["input"], inline: true },
    description:
      "The choice among its `inputs` that a click on a mark sets to what the mark stands for.",
    default: "the one whose column alone is `x`, `y` or `labels`",
    example: "ref(region)",
  },
  tests: {
    type: { is: "maps", what: "test", fields: () => TEST_FIELDS },
    description: "Assertions on its result.",
    example: '[{ assertions: [">{ sum(ref(sales).props.y) > 0 }"] }]',
  },
} as const satisfies Fields;

export const TRACE: KindDefinition<Trace> = {
  kind: "trace",
  list: "traces",
  check(map, checker) {
    const fields = checker.fields(map, TRACE_FIELDS, "trace");
    const { model, columns, cohort_on: cohortOn, group_by: groupBy } = fields;
    const names = namesIn(columns?.node);
    const props = checker.within("props", () =>
      checkTraceProps(fields.props?.value, names, checker),
    );
    const called = names.map((name) => ({ name }));
    const formats = checkFormats(fields.formats, { ...props, columns: called }, checker);
    const card = checkCard(fields.card, props, names, checker);
    declareTests(fields.tests?.value ?? [], checker);
    const sql = {
      ...props,
      columns: [...(columns?.value ?? [])].map(([name, text]) => ({ name, ...text })),
      ...defined({ cohortOn: cohortOn?.value, groupBy: groupBy?.value }),
      orderBy: fields.order_by?.value ?? [],
      filters: fields.filters?.value ?? [],
    };
    const written = sqlTexts(sql).map((text) => ({ ...text, node: map }));
    const references = referToSwitches(written, checker);
    return {
      fields,
      build: (base) => {
        const inputs = [...new Set(targets(fields.inputs?.value, "input"))];
        const onClick = clickable(fields.on_click, inputs, checker);
        const trace: Trace = {
          ...base,
          ...defined({ model: target(model?.value, "model"), onClick }),
          ...sql,
          formats,
          ...defined({ card }),
          inputs,
        };
        return switchedTrace(trace, switchesOf(references, written, checker), checker);
      },
    };
  },
};

/** A choice that the trace follows; anything else is told. */
function clickable(
  field: CheckedField<Reference> | undefined,
  inputs: readonly Input[],
  checker: Checker,
): Input | undefined {
  const input = target(field?.value, "input");
  if (!field || !input) return undefined;
  if (inputs.includes(input) && input.settings.is === "choice") return input;
  checker.report("input-not-clickable", { name: input.name }, { at: field.at });
  return undefined;
}

/**
 * Names of `columns`, for `column(…)`: also those whose expressions are wrong, which was reported.
 */
function namesIn(columns: YamlNode | undefined): string[] {
  return columns?.kind === "map" ? columns.entries.map(({ key }) => key) : [];
}

function sqlTexts({
  queries,
  columns,
  cohortOn,
  orderBy,
  filters,
  groupBy,
}: Omit<TraceSql, "name" | "locate">): readonly SqlText[] {
  return [
    ...queries,
    ...columns,
    ...(cohortOn ? [cohortOn] : []),
    ...orderBy,
    ...filters,
    ...(groupBy || []),
  ];
}

/** A test is an object of its own that needs the trace, not the other way round. */
function declareTests(tests: readonly (YamlMap | undefined)[], checker: Checker): void {
  checker.within("tests", () => {
    for (const [index, map] of tests.entries()) {
      if (map) checker.within(index, () => checker.setting.declareInline("test", map, checker));
    }
  });
}
