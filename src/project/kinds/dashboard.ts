import type { Dashboard } from "../objects.js";
import { writtenField } from "../schema/check-fields.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { Fields } from "../schema/field.js";
import type { CheckedObject, KindDefinition } from "../schema/kind-definition.js";
import type { YamlMap } from "../yaml-node.js";
import { checkRows, ROW_FIELDS } from "./dashboard-rows.js";
import { NAMED_FIELDS } from "./named-fields.js";

const DASHBOARD_FIELDS = {
  ...NAMED_FIELDS,
  name: { ...NAMED_FIELDS.name, required: true },
  level: {
    type: { is: "either", of: [{ is: "number" }, { is: "text" }] },
    description: "The level under which the home page lists it: its number or its title.",
    example: "0",
  },
} as const satisfies Fields;

export const INTERNAL_DASHBOARD_FIELDS = {
  ...DASHBOARD_FIELDS,
  type: {
    type: { is: "choice", values: ["internal"] },
    description: "`internal`: drawn here.",
  },
  rows: {
    type: { is: "maps", what: "row", fields: () => ROW_FIELDS },
    description: "Rows of items, from top to bottom.",
    example: "[{ items: [{ chart: ref(Sales) }] }]",
  },
} as const satisfies Fields;

export const EXTERNAL_DASHBOARD_FIELDS = {
  ...DASHBOARD_FIELDS,
  type: {
    type: { is: "choice", values: ["external"] },
    description: "`external`: a page somewhere else.",
  },
  href: {
    type: { is: "link" },
    description: "Address of the page.",
    required: true,
    example: "https://example.com/handbook",
  },
} as const satisfies Fields;

/** A dashboard with `href`, or that says so, is a page somewhere else; any other is drawn here. */
export const DASHBOARD: KindDefinition<Dashboard> = {
  kind: "dashboard",
  list: "dashboards",
  check(map, checker) {
    const type = writtenField(map, EXTERNAL_DASHBOARD_FIELDS, "type")?.node;
    const isExternal = type?.kind === "scalar" && type.value === "external";
    return isExternal || writtenField(map, EXTERNAL_DASHBOARD_FIELDS, "href")
      ? checkExternal(map, checker)
      : checkInternal(map, checker);
  },
};

function checkExternal(map: YamlMap, checker: Checker): CheckedObject<Dashboard> {
  const fields = checker.fields(map, EXTERNAL_DASHBOARD_FIELDS, "external dashboard");
  const { level, href } = fields;
  return {
    fields,
    build: (base) => ({
      ...base,
      ...defined({ level: level?.value, href: href?.value }),
      rows: [],
    }),
  };
}

function checkInternal(map: YamlMap, checker: Checker): CheckedObject<Dashboard> {
  const fields = checker.fields(map, INTERNAL_DASHBOARD_FIELDS, "dashboard");
  const { level, rows } = fields;
  const buildRows = checker.within("rows", () => checkRows(rows?.value, checker));
  return {
    fields,
    build: (base) => ({ ...base, ...defined({ level: level?.value }), rows: buildRows() }),
  };
}
