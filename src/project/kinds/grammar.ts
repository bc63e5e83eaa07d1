import type { Kind, ProjectObject } from "../objects.js";
import type { Fields } from "../schema/field.js";
import type { KindDefinition } from "../schema/kind-definition.js";
import { ALERT, ALERT_FIELDS } from "./alert.js";
import { CHART, CHART_FIELDS } from "./chart.js";
import { DASHBOARD, EXTERNAL_DASHBOARD_FIELDS, INTERNAL_DASHBOARD_FIELDS } from "./dashboard.js";
import { DESTINATION, CONSOLE_FIELDS, EMAIL_FIELDS, SLACK_FIELDS } from "./destination.js";
import { INPUT, INPUT_FIELDS } from "./input.js";
import { MODEL } from "./model.js";
import { MERGE_MODEL_FIELDS, SCRIPT_MODEL_FIELDS, SQL_MODEL_FIELDS } from "./model-fields.js";
import { SELECTOR, SELECTOR_FIELDS } from "./selector.js";
import { SOURCE, SOURCE_FIELDS } from "./source.js";
import { TABLE, TABLE_FIELDS } from "./table.js";
import { TEST, TEST_FIELDS } from "./test.js";
import { ROOT_FILE_FIELDS } from "./top-level.js";
import { TRACE, TRACE_FIELDS } from "./trace.js";

/** The kinds of objects: a new one is a line in each table here and a line in `objects.ts`. */
export const KIND_DEFINITIONS = {
  source: SOURCE,
  model: MODEL,
  input: INPUT,
  trace: TRACE,
  chart: CHART,
  table: TABLE,
  selector: SELECTOR,
  dashboard: DASHBOARD,
  test: TEST,
  alert: ALERT,
  destination: DESTINATION,
} as const satisfies { [K in Kind]: KindDefinition<Extract<ProjectObject, { kind: K }>> };

/** One form in which an object of a kind may be written. */
export interface KindForm {
  /** "Script model". */
  readonly title: string;
  readonly fields: Fields;
  /**
   * What makes an object one of this form: a key, or a key's value. Absent for the last one, which
   * takes the rest.
   */
  readonly when?: { readonly key: string; readonly is?: string };
}

/**
 * The forms of each kind, in the order in which they are tried. The reference and the JSON Schema
 * are made of it.
 */
export const KIND_FORMS = {
  source: [{ title: "Source", fields: SOURCE_FIELDS }],
  model: [
    { title: "Script model", fields: SCRIPT_MODEL_FIELDS, when: { key: "args" } },
    { title: "Merge model", fields: MERGE_MODEL_FIELDS, when: { key: "models" } },
    { title: "SQL model", fields: SQL_MODEL_FIELDS },
  ],
  input: [{ title: "Input", fields: INPUT_FIELDS }],
  trace: [{ title: "Trace", fields: TRACE_FIELDS }],
  chart: [{ title: "Chart", fields: CHART_FIELDS }],
  table: [{ title: "Table", fields: TABLE_FIELDS }],
  selector: [{ title: "Selector", fields: SELECTOR_FIELDS }],
  dashboard: [
    { title: "External dashboard", fields: EXTERNAL_DASHBOARD_FIELDS, when: { key: "href" } },
    { title: "Dashboard", fields: INTERNAL_DASHBOARD_FIELDS },
  ],
  test: [{ title: "Test", fields: TEST_FIELDS }],
  alert: [{ title: "Alert", fields: ALERT_FIELDS }],
  destination: [
    { title: "Slack destination", fields: SLACK_FIELDS, when: { key: "type", is: "slack" } },
    { title: "E-mail destination", fields: EMAIL_FIELDS, when: { key: "type", is: "email" } },
    { title: "Console destination", fields: CONSOLE_FIELDS },
  ],
} as const satisfies Record<Kind, readonly KindForm[]>;

const tables: readonly Fields[] = [
  ROOT_FILE_FIELDS,
  ...Object.values(KIND_FORMS).flatMap((forms: readonly KindForm[]) =>
    forms.map(({ fields }) => fields),
  ),
];

/** Older names of fields, each with the present one, which is the same in all tables. */
export const OLDER_NAMES: ReadonlyMap<string, string> = new Map(
  tables.flatMap((table) =>
    Object.entries(table).flatMap(([name, { aliases = [] }]) =>
      aliases.map((alias) => [alias, name] as const),
    ),
  ),
);
