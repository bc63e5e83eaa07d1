import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Item, ItemContent, Row } from "../objects.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { CheckedFields, Fields } from "../schema/field.js";
import { target } from "../schema/linked.js";
import type { YamlMap } from "../yaml-node.js";
import { NAMED_FIELDS } from "./named-fields.js";
import { checkTextValues } from "./text-values.js";

/** CSS pixels of the named heights; `compact` is as tall as its content. */
const HEIGHTS = {
  compact: 0,
  xsmall: 128,
  small: 256,
  medium: 396,
  large: 512,
  xlarge: 768,
  xxlarge: 1024,
} as const;

/** Fields of an item of a row; an item has one content. */
export const ITEM_FIELDS = {
  name: { ...NAMED_FIELDS.name, description: "Name by which a selector shows or hides it." },
  width: {
    type: { is: "number", whole: true, least: 1, raised: true },
    description: "Width relative to the other items of the row.",
    default: "1",
    example: "2",
  },
  chart: {
    type: { is: "reference", to: ["chart"], inline: true },
    description: "The chart that it shows.",
  },
  table: {
    type: { is: "reference", to: ["table"], inline: true },
    description: "The table that it shows.",
  },
  selector: {
    type: { is: "reference", to: ["selector"], inline: true },
    description: "The selector that it shows.",
  },
  input: {
    type: { is: "reference", to: ["input"], inline: true },
    description: "The input that it shows, which then leaves the bar under the title.",
  },
  markdown: {
    type: { is: "text" },
    description:
      "Text in Markdown; `${trace.column}` is the value of a trace of one row, in its format.",
    example: '"Amounts are in **euro**."',
  },
  rows: {
    type: { is: "maps", what: "row", fields: (): Fields => ROW_FIELDS },
    description: "Rows in the place of one item.",
    example: "[{ items: [{ table: ref(Orders) }] }]",
  },
  align: {
    type: { is: "choice", values: ["left", "center", "right"] },
    description: "Where lines of `markdown` stand.",
    default: "`left`",
  },
  justify: {
    type: { is: "choice", values: ["start", "end", "center", "between", "around", "evenly"] },
    description: "How `markdown` fills the height.",
    default: "`start`",
  },
} as const satisfies Fields;

/** Fields of a row, of a dashboard or inside an item. */
export const ROW_FIELDS = {
  name: { ...NAMED_FIELDS.name, description: "Name by which a selector shows or hides it." },
  height: {
    type: {
      is: "either",
      of: [
        {
          is: "choice",
          values: ["compact", "xsmall", "small", "medium", "large", "xlarge", "xxlarge"],
        },
        { is: "number", least: 0 },
      ],
    },
    description: "Height by name or in pixels.",
    default: "`medium`",
    example: "large",
  },
  items: {
    type: { is: "maps", what: "item", fields: (): Fields => ITEM_FIELDS },
    description: "What stands side by side in it.",
    example: '[{ width: 2, chart: ref(Sales) }, { markdown: "**Notes**" }]',
  },
} as const satisfies Fields;

/** Checks rows and yields how to make them; the checker stands at their list. */
export function checkRows(
  rows: readonly (YamlMap | undefined)[] | undefined,
  checker: Checker,
): () => Row[] {
  const builds = (rows ?? []).flatMap((row, index) =>
    row ? checker.within(index, () => checkRow(row, checker)) : [],
  );
  return () => builds.map((build) => build());
}

function checkRow(map: YamlMap, checker: Checker): () => Row {
  const fields = checker.fields(map, ROW_FIELDS, "row");
  checker.namePart("row", fields.name);
  const { name, height, items } = fields;
  const builds = checker.within("items", () =>
    (items?.value ?? []).flatMap((item, index) =>
      item ? checker.within(index, () => checkItem(item, checker)) : [],
    ),
  );
  return () => ({
    ...defined({ name: name?.value }),
    height: heightOf(height?.value),
    items: builds.map((build) => build()),
  });
}

function heightOf(height: number | keyof typeof HEIGHTS = "medium"): number {
  return typeof height === "number" ? height : HEIGHTS[height];
}

const CONTENT_KEYS: ReadonlySet<string> = new Set([
  "markdown",
  "chart",
  "table",
  "selector",
  "input",
  "rows",
]);

function checkItem(map: YamlMap, checker: Checker): () => Item {
  const problems: Diagnostic[] = [];
  return checker.into(problems, () => {
    const fields = checker.fields(map, ITEM_FIELDS, "item");
    checker.namePart("item", fields.name);
    refuseMixtures(fields, checker);
    const content = checkContent(fields, checker);
    const name = fields.name?.value;
    const width = fields.width?.value ?? 1;
    return () => ({
      ...defined({ name }),
      width,
      content: checker.into(problems, content),
      problems,
    });
  });
}

type ItemFields = CheckedFields<typeof ITEM_FIELDS>;

function refuseMixtures(fields: ItemFields, checker: Checker): void {
  const contents = Object.entries(fields).filter(([key]) => CONTENT_KEYS.has(key));
  const keys = contents.map(([key]) => key);
  const [, second] = contents[1] ?? [];
  if (second) checker.report("item-with-several", { keys }, { at: second.keyAt });
  for (const key of ["align", "justify"] as const) {
    const field = fields[key];
    if (!field || fields.markdown) continue;
    checker.report("alignment-without-markdown", { key }, { at: field.keyAt });
  }
}

/**
 * What stands in an item; empty also when its reference could not be resolved, which is among the
 * item's problems.
 */
function checkContent(fields: ItemFields, checker: Checker): () => ItemContent {
  if (fields.markdown?.value !== undefined) {
    const text = checkTextValues(fields.markdown, checker);
    const align = fields.align?.value ?? "left";
    const justify = fields.justify?.value ?? "start";
    return () => {
      const { text: markdown, values } = text();
      return { kind: "markdown", markdown, values, align, justify };
    };
  }
  const maps = fields.rows?.value;
  if (maps) {
    const rows = checker.within("rows", () => checkRows(maps, checker));
    return () => ({ kind: "rows", rows: rows() });
  }
  return () => {
    const chart = target(fields.chart?.value, "chart");
    if (chart) return { kind: "chart", chart };
    const table = target(fields.table?.value, "table");
    if (table) return { kind: "table", table };
    const input = target(fields.input?.value, "input");
    if (input) return { kind: "input", input };
    const selector = target(fields.selector?.value, "selector");
    return selector ? { kind: "selector", selector } : { kind: "empty" };
  };
}
