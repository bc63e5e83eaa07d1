import type { Trace } from "../objects.js";
import type { Checker } from "../schema/checker.js";
import type { KindDefinition } from "../schema/declaration.js";
import { defined } from "../schema/defined.js";
import type { Fields } from "../schema/field.js";
import { target } from "../schema/linked.js";
import type { YamlMap } from "../yaml-node.js";
import { NAMED_FIELDS } from "./named-fields.js";
import { TEST_FIELDS } from "./test.js";
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
    const values = checker.fields(map, TRACE_FIELDS, "trace");
    const columnKeys = map.get("columns")?.value;
    const names = columnKeys?.kind === "map" ? columnKeys.entries.map(({ key }) => key) : [];
    const props = checker.within("props", () => checkTraceProps(values.props, names, checker));
    declareTests(values.tests ?? [], checker);
    return (base) => ({
      ...base,
      ...defined({ model: target(values.model, "model") }),
      ...props,
      columns: [...(values.columns ?? [])].map(([name, text]) => ({ name, ...text })),
      ...defined({ cohortOn: values.cohort_on, groupBy: values.group_by }),
      orderBy: values.order_by ?? [],
      filters: values.filters ?? [],
    });
  },
};

/** A test is an object of its own that needs the trace, not the other way round. */
function declareTests(tests: readonly (YamlMap | undefined)[], checker: Checker): void {
  checker.within("tests", () => {
    for (const [index, map] of tests.entries()) {
      if (map) checker.within(index, () => checker.setting.declareInline("test", map, checker));
    }
  });
}
