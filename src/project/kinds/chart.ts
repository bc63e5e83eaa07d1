import type { JsonObject } from "../../contract/json-value.js";
import { suggest } from "../../diagnostics/index.js";
import { parseExpression } from "../expression.js";
import type { Chart } from "../objects.js";
import { checkLayoutProperties } from "../plotly/check-properties.js";
import { applyChanges } from "../plotly/moves.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { Fields } from "../schema/field.js";
import type { KindDefinition } from "../schema/kind-definition.js";
import { target, targets } from "../schema/linked.js";
import { placeOf } from "../schema/place.js";
import { writtenValues } from "../schema/written-values.js";
import type { YamlMap, YamlNode } from "../yaml-node.js";
import { checkAxesForLines, checkLines, LINE_FIELDS } from "./chart-lines.js";
import { NAMED_FIELDS } from "./named-fields.js";
import { PALETTES } from "./palettes.js";

export const CHART_FIELDS = {
  ...NAMED_FIELDS,
  traces: {
    type: { is: "list", of: { is: "reference", to: ["trace"], inline: true } },
    description: "What is drawn, in this order; the traces may come from different sources.",
    example: "[ref(sales), ref(plan)]",
  },
  layout: {
    type: { is: "free map", what: "layout" },
    description: "Plotly's layout: title, axes, legend, annotations.",
    example: "{ yaxis: { title: { text: Euro } } }",
  },
  lines: {
    type: { is: "list", of: { is: "object", what: "line", fields: LINE_FIELDS } },
    description: "Lines and bands across the chart, such as a target; the axis grows to show them.",
    example: "[{ y: 15, label: target }, { x: 2026-03-01, label: launch }, { y: [10, 20] }]",
  },
  selector: {
    type: { is: "reference", to: ["selector"], inline: true },
    description: "Chooses which series are shown.",
  },
} as const satisfies Fields;

export const CHART: KindDefinition<Chart> = {
  kind: "chart",
  list: "charts",
  check(map, checker) {
    const fields = checker.fields(map, CHART_FIELDS, "chart");
    const layout = checker.within("layout", () => checkLayout(fields.layout?.value, checker));
    const lines = checkLines(fields.lines?.value ?? [], layout, checker);
    return {
      fields,
      build(base) {
        const traces = targets(fields.traces?.value, "trace");
        checkAxesForLines(fields.lines, traces, checker);
        const selector = target(fields.selector?.value, "selector");
        return { ...base, traces, layout, lines, ...defined({ selector }) };
      },
    };
  },
};

function checkLayout(layout: YamlMap | undefined, checker: Checker): JsonObject {
  if (!layout) return {};
  warnOfExpressions(layout, checker);
  const { diagnostics, changes } = checkLayoutProperties(layout, {
    compat: checker.setting.compat,
    read: (node) => checker.quietScalar(node),
  });
  for (const diagnostic of diagnostics) checker.add(diagnostic);
  const drawn = checker.jsonObject(layout);
  applyChanges(drawn, changes);
  const { colorway, ...rest } = drawn;
  if (colorway === undefined) return rest;
  if (typeof colorway !== "string") return { colorway, ...rest };
  const at = placeOf(layout.get("colorway")?.value ?? layout);
  if (PALETTES.includes(colorway)) checker.report("palette-name", { name: colorway }, { at });
  else {
    const hint = suggest(colorway, PALETTES);
    checker.report("unknown-palette", { name: colorway }, { at, hint });
  }
  return rest;
}

/** Version 1.0 let expressions in a layout pass and never evaluated them. */
function warnOfExpressions(node: YamlNode, checker: Checker): void {
  if (node.kind === "map") for (const { value } of node.entries) warnOfExpressions(value, checker);
  else if (node.kind === "list") for (const item of node.items) warnOfExpressions(item, checker);
  else if (typeof node.value === "string") {
    const { kind } = parseExpression(node.value);
    const isData = kind === "query" || kind === "column";
    const hasValues = !checker.setting.compat && writtenValues(node.value).length > 0;
    if (!isData && !hasValues) return;
    checker.report("layout-expression", { text: node.value.trim() }, { at: placeOf(node) });
  }
}
