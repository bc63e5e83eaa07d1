/**
 * What is the user's own and would go to another machine: values that came from the process's
 * environment, key files outside the project, logins that a machine has of its own. A project that
 * somebody else wrote may name any of them, and any host.
 */
import { realpathSync } from "node:fs";
import { relative, isAbsolute, sep } from "node:path";
import { EnvValue, type ConfigValue } from "./env-value.js";
import { fillEnvValue } from "./fill-env-value.js";
import type { Destination, Source } from "./objects.js";
import type { Environment, Project } from "./project.js";
import { resolveSource } from "./resolve-source.js";
import { isLeaf } from "./source-config/leaves.js";

/** One of them, and where it would go. */
export interface OwnValue {
  /** In words: "the variable `SHOP_PASSWORD`", "the file `/home/me/key.pem`". */
  readonly what: string;
  /** As the project writes it, variables by their names. */
  readonly host: string;
}

type Asked = Pick<Project, "root" | "sources" | "destinations" | "environment" | "sourceTypes">;

/** All of a project, each once, in the order of its objects. */
export function ownValues(project: Asked): OwnValue[] {
  const all = [
    ...project.sources.flatMap((source) => ownValuesOf(source, project)),
    ...project.destinations.flatMap((one) => ownValuesOfDestination(one, project)),
  ];
  return [...new Map(all.map((one) => [`${one.what} ${one.host}`, one])).values()];
}

/** Those that one source would send; none where it opens files or talks to this machine. */
export function ownValuesOf(
  source: Source,
  { root, environment, sourceTypes }: Omit<Asked, "sources" | "destinations">,
): OwnValue[] {
  const info = sourceTypes.get(source.type);
  if (!info || info.file) return [];
  const host = targetOf(source.config, environment, info.loginHost !== undefined);
  if (host.isLocal) return [];
  const { config } = resolveSource(source, environment, sourceTypes);
  const login = config && info.ownLogin?.(config);
  const what = [
    ...variablesIn(source.config, environment),
    ...environment.inlined,
    ...(config ? keyFilesIn(config, root) : []),
    ...(login === undefined ? [] : [login]),
  ];
  return [...new Set(what.map((one) => named(one, environment)))].flatMap((one) =>
    one === undefined ? [] : [{ what: one, host: host.written }],
  );
}

/** The same of a webhook or a mail server. */
export function ownValuesOfDestination(
  { settings }: Destination,
  { environment }: Pick<Asked, "environment">,
): OwnValue[] {
  if (!settings || settings.type === "console") return [];
  const target = settings.type === "slack" ? { url: settings.webhookUrl } : { host: settings.host };
  const host = targetOf(target, environment);
  if (host.isLocal) return [];
  const what = variablesIn(settings, environment);
  return [...new Set([...what, ...environment.inlined])].flatMap((one) => {
    const words = named(one, environment);
    return words === undefined ? [] : [{ what: words, host: host.written }];
  });
}

/** Names of variables are looked up, everything else is in words already. */
function named(what: string, environment: Environment): string | undefined {
  if (what.includes(" ")) return what;
  return isOwn(what, environment) ? `the variable \`${what}\`` : undefined;
}

function isOwn(variable: string, environment: Environment): boolean {
  return environment.origin(variable) === PROCESS;
}

/** What {@link Environment.origin} says of a variable that no file of the project has set. */
export const PROCESS = "the process environment";

function variablesIn(value: ConfigValue, environment: Environment): string[] {
  if (value instanceof EnvValue) {
    return value.variables.filter((variable) => isOwn(variable, environment));
  }
  return isLeaf(value)
    ? []
    : Object.values(value).flatMap((part: ConfigValue) => variablesIn(part, environment));
}

const KEY_FILE = /key|token|passfile|password|credential|service/i;

/** Absolute paths of fields that are named after keys, where they lead out of the project. */
function keyFilesIn(config: Readonly<Record<string, ConfigValue>>, root: string): string[] {
  return Object.entries(config).flatMap(([name, value]) => {
    if (!KEY_FILE.test(name) || typeof value !== "string" || !isAbsolute(value)) return [];
    const way = relative(real(root), real(value));
    return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)
      ? [`the file \`${value}\``]
      : [];
  });
}

/** A link inside the project may lead out of it. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The first that is written counts: an address that is given goes before the account's own. */
const HOST_FIELDS = [
  "host",
  "url",
  "base_url",
  "endpoint",
  "api_endpoint",
  "access_url",
  "account",
] as const;
const LOCAL = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|\/.*)$/i;

interface Target {
  readonly written: string;
  readonly isLocal: boolean;
}

/**
 * The machine that a source or a destination talks to; a server that names none is this one, a
 * service that has hosts of its own is elsewhere.
 */
function targetOf(
  config: Readonly<Record<string, ConfigValue>>,
  environment: Environment,
  isService = false,
): Target {
  const value = HOST_FIELDS.map((name) => config[name]).find((found) => found !== undefined);
  if (value === undefined && ("service" in config || "servicefile" in config)) {
    // A file of services names the host.
    return { written: "the host of its service", isLocal: false };
  }
  if (value === undefined) {
    return { written: "its service", isLocal: !isService && "database" in config };
  }
  const filled = value instanceof EnvValue ? fillEnvValue(value, environment) : { text: value };
  const text = "text" in filled && typeof filled.text === "string" ? filled.text : "";
  return { written: hostOf(writtenText(value)), isLocal: LOCAL.test(hostOf(text)) };
}

function writtenText(value: ConfigValue): string {
  if (!(value instanceof EnvValue)) return typeof value === "string" ? value : "its service";
  return value.parts
    .map((part) => (typeof part === "string" ? part : `\${env.${part.variable}}`))
    .join("");
}

/** Of an address the host, without login, port and path. */
function hostOf(text: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(text);
  return address?.[1] ?? text;
}
