import { resolve } from "node:path";
import type { Defaults } from "../project.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { Fields, FieldValues } from "../schema/field.js";

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
    type: { is: "text" },
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
    type: {
      is: "object",
      what: "limits",
      fields: {
        max_rows: {
          type: { is: "number", whole: true, least: 1 },
          description: "Most rows of a query; one that yields more fails.",
        },
        max_bytes: { type: { is: "bytes" }, description: "Most bytes of a query's rows." },
        memory: {
          type: { is: "bytes" },
          description:
            "Most memory of the embedded DuckDB; what needs more is spilled to the disk.",
          default: "2 GB, or 40 % of the machine's memory where that is less",
        },
        spill: {
          type: { is: "bytes" },
          description: "Most bytes that one statement spills to the disk.",
          default: "10 GB",
        },
        spill_directory: {
          type: { is: "text" },
          description: "Folder for spilled data; a relative path starts at the project's root.",
          default: "below `target`",
        },
      },
    },
    description: "Most rows, bytes, memory and disk of a query.",
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
    description: "Alert that tests use.",
    status: "later",
  },
  thumbnail_mode: { type: { is: "text" }, description: "Has no effect.", status: "ignored" },
} as const satisfies Fields;

export type DefaultsValues = FieldValues<typeof DEFAULTS_FIELDS>;

const THREADS = 8;

/** The defaults of a project; what it does not give has the value that every project has. */
export function defaultsOf(values: DefaultsValues, checker: Checker): Defaults {
  const { limits } = values;
  const spillDirectory =
    limits?.spill_directory === undefined
      ? undefined
      : resolve(checker.setting.root, limits.spill_directory);
  return {
    timeZone: values.time_zone ?? "UTC",
    timeZoneGiven: values.time_zone !== undefined,
    levels: (values.levels ?? []).flatMap(({ title, description }) =>
      title === undefined || description === undefined ? [] : [{ title, description }],
    ),
    threads: values.threads ?? THREADS,
    limits: defined({
      maxRows: limits?.max_rows,
      maxBytes: limits?.max_bytes,
      memory: limits?.memory,
      spill: limits?.spill,
      spillDirectory,
    }),
    aggregates: values.aggregates ?? [],
    compat: checker.setting.compat,
    ...defined({ sourceName: values.source_name, locale: values.locale }),
  };
}
