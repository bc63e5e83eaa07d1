import type { Defaults } from "../project.js";
import { valuesOf } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { CheckedFields, Fields } from "../schema/field.js";
import { DEFAULT_LIMITS_TYPE, defaultLimitsOf } from "./limits.js";
import { ENGINE_TYPE } from "./model-fields.js";

/** Fields of `defaults` in the root file. */
export const DEFAULTS_FIELDS = {
  source_name: {
    type: { is: "text" },
    description: "Source of the models that name none.",
    aliases: ["target_name"],
    default: "the only source of the project",
    example: "warehouse",
  },
  engine: {
    type: ENGINE_TYPE,
    description:
      "The source on which merges run that name no `engine`, in its language, or `auto`.",
    default: "the embedded DuckDB",
    example: "ref(cluster)",
  },
  time_zone: {
    type: { is: "timeZone" },
    description: "Zone in which dates are drawn and sources are asked.",
    default: "UTC",
    example: "Europe/Berlin",
  },
  locale: {
    type: { is: "language" },
    description: "Language tag for numbers and dates, such as `de-DE`.",
    example: "de-DE",
  },
  levels: {
    type: {
      is: "list",
      of: {
        is: "object",
        what: "level",
        fields: {
          title: {
            type: { is: "text" },
            description: "Heading of the level.",
            required: true,
            example: "Company",
            plain: true,
          },
          description: {
            type: { is: "text" },
            description: "For whom its dashboards are.",
            example: "For everyone",
            required: true,
            plain: true,
          },
        },
      },
    },
    description: "Levels under which the home page groups dashboards.",
    example: "[{ title: Company, description: For everyone }]",
  },
  threads: {
    type: { is: "number", whole: true, least: 1 },
    description: "Jobs at once.",
    default: "8",
    example: "4",
  },
  limits: {
    type: DEFAULT_LIMITS_TYPE,
    description:
      "Most rows and bytes of a query, for sources that give none themselves, and of memory and disk.",
    example: "{ max_rows: 1000000, memory: 1GB }",
  },
  aggregates: {
    type: { is: "list", of: { is: "text" } },
    description: "Names of more functions that aggregate, such as your own.",
    example: "[my_median]",
  },
  compat: {
    type: { is: "either", of: [{ is: "false" }, { is: "text" }, { is: "number" }] },
    description: 'Reads the project as an older version did: `"1.0"` or `false`.',
    default: '`"1.0"` when the root file is one of version 1.0',
    example: '"1.0"',
  },
  alert_name: {
    type: { is: "text" },
    description:
      "The one alert without `if` that is sent when a test failed. It must exist; alerts with an `if` are sent whenever that is true.",
    default: "every alert without `if`",
    example: "failures",
  },
  thumbnail_mode: { type: { is: "text" }, description: "Has no effect.", status: "ignored" },
} as const satisfies Fields;

type DefaultsFields = CheckedFields<typeof DEFAULTS_FIELDS>;

const THREADS = 8;

/** What version 1.0 called the levels of a project that names none. */
const USUAL_LEVELS = [
  { title: "Organization", description: "For everyone" },
  { title: "Department", description: "For one department" },
  { title: "Team", description: "For one team" },
  { title: "Individual", description: "For one person" },
  { title: "Operational", description: "For the daily work" },
] as const;

/** The defaults of a project; what it does not give has the value that every project has. */
export function defaultsOf(fields: DefaultsFields, checker: Checker): Defaults {
  const values = valuesOf(fields);
  const levels = (values.levels ?? []).flatMap((level) => {
    const { title, description } = valuesOf(level.fields);
    return title === undefined || description === undefined ? [] : [{ title, description }];
  });
  return {
    timeZone: values.time_zone ?? "UTC",
    timeZoneGiven: values.time_zone !== undefined,
    levels: levels.length > 0 ? levels : USUAL_LEVELS,
    threads: values.threads ?? THREADS,
    limits: defaultLimitsOf(values.limits?.fields, checker.setting.root),
    aggregates: values.aggregates ?? [],
    compat: checker.setting.compat,
    ...defined({
      sourceName: values.source_name,
      alertName: values.alert_name,
      locale: values.locale,
      timeZoneAt: values.time_zone === undefined ? undefined : fields.time_zone?.at,
    }),
  };
}
