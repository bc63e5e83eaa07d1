import type { Kind } from "../objects.js";
import type { Fields } from "../schema/field.js";
import { ALERT_FIELDS } from "./alert.js";
import { CHART_FIELDS } from "./chart.js";
import { EXTERNAL_DASHBOARD_FIELDS, INTERNAL_DASHBOARD_FIELDS } from "./dashboard.js";
import { CONSOLE_FIELDS, EMAIL_FIELDS, SLACK_FIELDS } from "./destination.js";
import { MERGE_MODEL_FIELDS, SCRIPT_MODEL_FIELDS, SQL_MODEL_FIELDS } from "./model.js";
import { SELECTOR_FIELDS } from "./selector.js";
import { SOURCE_FIELDS } from "./source.js";
import { TABLE_FIELDS } from "./table.js";
import { TEST_FIELDS } from "./test.js";
import { TRACE_FIELDS } from "./trace.js";

/** One form in which an object of a kind may be written. */
export interface KindForm {
  /** "Script model". */
  readonly title: string;
  readonly fields: Fields;
  /** What makes an object one of this form: a key, or a key's value. Absent for the last one, which takes the rest. */
  readonly when?: { readonly key: string; readonly is?: string };
}

/** The forms of each kind, in the order in which they are tried. The reference and the JSON Schema are made of it. */
export const KIND_FORMS = {
  source: [{ title: "Source", fields: SOURCE_FIELDS }],
  model: [
    { title: "Script model", fields: SCRIPT_MODEL_FIELDS, when: { key: "args" } },
    { title: "Merge model", fields: MERGE_MODEL_FIELDS, when: { key: "models" } },
    { title: "SQL model", fields: SQL_MODEL_FIELDS },
  ],
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
