import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { Alert } from "../objects.js";
import { defined } from "../schema/defined.js";
import type { Fields } from "../schema/field.js";
import type { KindDefinition } from "../schema/kind-definition.js";
import { targets } from "../schema/linked.js";
import { isRefused } from "./foreign-files.js";
import { NAMED_FIELDS } from "./named-fields.js";
import { linkTestExpression } from "./test-expressions.js";

export const ALERT_FIELDS = {
  ...NAMED_FIELDS,
  if: {
    type: { is: "test expression" },
    description: "The alert is sent when this is true after the tests.",
    default: "a test has failed",
  },
  destinations: {
    type: { is: "list", of: { is: "reference", to: ["destination"], inline: true } },
    description: "Where it goes; one without any is only said to be due.",
    example: "[ref(team), { type: console }]",
  },
} as const satisfies Fields;

export const ALERT: KindDefinition<Alert> = {
  kind: "alert",
  list: "alerts",
  check(map, checker) {
    const fields = checker.fields(map, ALERT_FIELDS, "alert");
    const condition = fields.if?.value;
    const refused = isRefused(map, "alerts", checker);
    return {
      fields,
      build: (base, { projectName }) => ({
        ...base,
        ...defined({ condition: condition && linkTestExpression(condition, projectName, checker) }),
        destinations: refused ? [] : targets(fields.destinations?.value, "destination"),
      }),
    };
  },
};

/**
 * `defaults.alert_name` must name an alert; others without `if` are then never sent, which is
 * reported.
 */
export function checkAlertName(
  alerts: readonly Alert[],
  name: string | undefined,
  at: SourceRange,
): Diagnostic[] {
  if (name === undefined) return [];
  if (!alerts.some((alert) => alert.name === name)) {
    const hint = suggest(
      name,
      alerts.map((alert) => alert.name),
    );
    return [createDiagnostic("unknown-default-alert", { name }, { at, hint })];
  }
  return alerts
    .filter((alert) => alert.name !== name && !alert.condition)
    .map((alert) =>
      createDiagnostic("alert-never-sent", { name: alert.name, other: name }, { at: alert.at }),
    );
}
