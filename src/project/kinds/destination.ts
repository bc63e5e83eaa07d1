import type { Destination, DestinationSettings } from "../objects.js";
import { writtenField } from "../schema/check-fields.js";
import { valuesOf } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { Fields } from "../schema/field.js";
import type { BaseFields, KindDefinition } from "../schema/kind-definition.js";
import type { YamlMap } from "../yaml-node.js";
import { isRefused } from "./foreign-files.js";
import { NAMED_FIELDS } from "./named-fields.js";

const TYPES = ["slack", "email", "console"] as const;

const DESTINATION_FIELDS = {
  ...NAMED_FIELDS,
  type: {
    type: { is: "choice", values: TYPES },
    description: "`slack`, `email` or `console`.",
    required: true,
  },
} as const satisfies Fields;

const TEXT = { is: "late", of: { is: "text" } } as const;
const BOOLEAN = { is: "late", of: { is: "boolean" } } as const;
const SECRET = { is: "late", of: { is: "text" }, secret: true } as const;

export const SLACK_FIELDS = {
  ...DESTINATION_FIELDS,
  webhook_url: {
    type: SECRET,
    description: "Address of the incoming webhook. It is a secret: take it from the environment.",
    required: true,
    example: "${env.SLACK_WEBHOOK}",
  },
} as const satisfies Fields;

export const EMAIL_FIELDS = {
  ...DESTINATION_FIELDS,
  to: {
    type: { is: "list", of: TEXT, lone: true },
    description: "Who gets it: an address, or a list of them.",
    required: true,
    example: "[sales@example.com]",
  },
  from: {
    type: TEXT,
    description: "Who sends it.",
    default: "`username` when it is an address, else the first of `to`",
    example: "reports@example.com",
  },
  subject: {
    type: TEXT,
    description: "Subject.",
    default: "how many tests failed",
    example: "Tests of the shop",
  },
  host: {
    type: TEXT,
    description: "The SMTP server.",
    required: true,
    example: "smtp.example.com",
  },
  port: {
    type: { is: "late", of: { is: "number", whole: true, least: 1, most: 65_535 } },
    description: "Its port.",
    default: "465 with `secure`, else 587; in compat mode 2525",
    example: "587",
  },
  username: { type: TEXT, description: "Name for logging in.", example: "reports@example.com" },
  password: {
    type: SECRET,
    description: "Password for logging in. It is a secret.",
    example: "${env.SMTP_PASSWORD}",
  },
  secure: {
    type: BOOLEAN,
    description: "TLS from the first byte.",
    default: "`true` on port 465",
    example: "true",
  },
  starttls: {
    type: BOOLEAN,
    description: "Whether the connection must be encrypted with STARTTLS, or must not.",
    default: "required where a password is sent to another machine, else used when offered",
    example: "true",
  },
} as const satisfies Fields;

export const CONSOLE_FIELDS = {
  ...DESTINATION_FIELDS,
  message: {
    type: TEXT,
    description: "What is written to standard error before the summary.",
    example: "Look at the orders",
  },
  called: {
    type: { is: "config" },
    description: "Written by version 1.0.",
    status: "ignored",
  },
} as const satisfies Fields;

/** The default port of version 1.0. */
const COMPAT_PORT = 2525;

/**
 * What a destination says of itself, and where it sends; the settings are absent when they are
 * wrong.
 */
interface Sending {
  readonly fields: BaseFields;
  readonly settings?: DestinationSettings | undefined;
}

const READ = {
  slack(map, checker) {
    const fields = checker.fields(map, SLACK_FIELDS, "Slack destination");
    const webhookUrl = fields.webhook_url?.value;
    return {
      fields,
      settings: webhookUrl === undefined ? undefined : { type: "slack", webhookUrl },
    };
  },
  email(map, checker) {
    const fields = checker.fields(map, EMAIL_FIELDS, "e-mail destination");
    const values = valuesOf(fields);
    const { to, from, subject, host, username, password, secure, starttls } = values;
    if (to === undefined || host === undefined) return { fields };
    const port = values.port ?? (checker.setting.compat ? COMPAT_PORT : undefined);
    const optional = defined({ from, subject, port, username, password, secure, starttls });
    return { fields, settings: { type: "email", to, host, ...optional } };
  },
  console(map, checker) {
    const fields = checker.fields(map, CONSOLE_FIELDS, "console destination");
    const message = fields.message?.value;
    return { fields, settings: { type: "console", ...defined({ message }) } };
  },
} as const satisfies Record<(typeof TYPES)[number], (map: YamlMap, checker: Checker) => Sending>;

export const DESTINATION: KindDefinition<Destination> = {
  kind: "destination",
  list: "destinations",
  check(map, checker) {
    const refused = isRefused(map, "destinations", checker);
    // One that is refused is not judged as well.
    const sending = refused ? checker.tried(() => read(map, checker)).result : read(map, checker);
    const settings = refused ? undefined : sending.settings;
    return { fields: sending.fields, build: (base) => ({ ...base, ...defined({ settings }) }) };
  },
};

/** By the fields of its type; when that is wrong, only what every destination has is checked. */
function read(map: YamlMap, checker: Checker): Sending {
  const node = writtenField(map, DESTINATION_FIELDS, "type")?.node;
  const written = node?.kind === "scalar" ? node.value : undefined;
  const type = TYPES.find((one) => one === written);
  if (type) return READ[type](map, checker);
  return {
    fields: checker.fields(map, DESTINATION_FIELDS, "destination", { as: "nothing" }),
  };
}
