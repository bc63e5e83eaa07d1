import type { Defaults } from "../project.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { Fields, FieldValues } from "../schema/field.js";
import { limitsOf, LIMITS_TYPE } from "./limits.js";

export const DEFAULTS_FIELDS = {
  source_name: {
    type: { is: "text" },
    description: "Source of the models that name none.",
    aliases: ["target_name"],
    default: "the only source of the project",
  },
  time_zone: {
    type: { is: "timeZone" },
    description: "Zone in which dates are drawn and sources are asked.",
    default: "UTC",
  },
  locale: {
    type: { is: "language" },
    description: "Language tag for numbers and dates, such as `de-DE`.",
  },
  levels: {
    type: {
      is: "list",
      of: {
        is: "object",
        what: "level",
        fields: {
          title: { type: { is: "text" }, description: "Heading of the level.", required: true },
          description: {
            type: { is: "text" },
            description: "For whom its dashboards are.",
            required: true,
          },
        },
      },
    },
    description: "Levels under which the home page groups dashboards.",
  },
  threads: {
    type: { is: "number", whole: true, least: 1 },
    description: "Jobs at once.",
    default: "8",
  },
  limits: {
    type: LIMITS_TYPE,
    description: "Most rows and bytes of a query, for sources that give none themselves.",
  },
  aggregates: {
    type: { is: "list", of: { is: "text" } },
    description: "Names of more functions that aggregate, such as your own.",
  },
  compat: {
    type: { is: "either", of: [{ is: "false" }, { is: "text" }, { is: "number" }] },
    description: 'Reads the project as an older version did: `"1.0"` or `false`.',
    default: '`"1.0"` when the root file is one of version 1.0',
  },
  alert_name: {
    type: { is: "text" },
    description:
      "The one alert without `if` that is sent when a test failed. It must exist; alerts with an `if` are sent whenever that is true.",
    default: "every alert without `if`",
  },
  thumbnail_mode: { type: { is: "text" }, description: "Has no effect.", status: "ignored" },
} as const satisfies Fields;

export type DefaultsValues = FieldValues<typeof DEFAULTS_FIELDS>;

const THREADS = 8;

/** The defaults of a project; what it does not give has the value that every project has. */
export function defaultsOf(values: DefaultsValues, checker: Checker): Defaults {
  return {
    timeZone: values.time_zone ?? "UTC",
    timeZoneGiven: values.time_zone !== undefined,
    levels: (values.levels ?? []).flatMap(({ title, description }) =>
      title === undefined || description === undefined ? [] : [{ title, description }],
    ),
    threads: values.threads ?? THREADS,
    limits: limitsOf(values.limits),
    aggregates: values.aggregates ?? [],
    compat: checker.setting.compat,
    ...defined({
      sourceName: values.source_name,
      alertName: values.alert_name,
      locale: values.locale,
    }),
  };
}
