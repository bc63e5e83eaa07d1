/**
 * Files that PostgreSQL's own programs keep for their user: services (`pg_service.conf`) and
 * passwords (`.pgpass`). They are read only where a source names them, when it is opened.
 */
import { stat } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { codeOf } from "../network-failure.js";
import { SSL_MODES } from "../server/ssl-modes.js";
import type { PostgresqlConfig } from "./config.js";
import { readPlainText } from "../../disk/plain-file.js";

/** What the schema sets where nothing is written. */
const DEFAULTS = { host: "localhost", port: 5432 } as const;

/**
 * The configuration with what its service and its file of passwords add. A project that names both
 * a host of its own and a service of the user gets no login of that service: the password would go
 * to a host that it was not meant for.
 */
export async function withClientFiles(
  config: PostgresqlConfig,
  source: string,
): Promise<PostgresqlConfig> {
  const completed = await withService(config, source);
  const { passfile, password } = completed;
  if (passfile === undefined || password !== undefined) return completed;
  const found = await passwordFor(completed, passfile, source);
  return found === undefined ? completed : { ...completed, password: found };
}

async function withService(config: PostgresqlConfig, source: string): Promise<PostgresqlConfig> {
  const { service, servicefile: file } = config;
  if (service === undefined || file === undefined) return config;
  const services = parseServices(await readText(file, source, "servicefile"));
  const values = services.get(service);
  if (!values) {
    const hint = suggest(service, services.keys());
    throw new SourceError(
      createDiagnostic("source-service-unknown", { source, service, file }, { hint }),
    );
  }
  const get = (key: string) => values.get(key);
  const unfit = (key: string, reason: string) =>
    clientFile(
      source,
      "servicefile",
      file,
      `\`${key}\` of the service \`${service}\` ${reason}`,
      `Mend it there, or write \`${key}\` in the source.`,
    );
  const ownHost = config.host !== DEFAULTS.host;
  const host = ownHost ? config.host : (get("host") ?? get("hostaddr") ?? config.host);
  if (!ownHost && host.includes(",")) {
    throw unfit("host", `names several hosts (\`${host}\`), and one is connected to`);
  }
  const port = config.port === DEFAULTS.port ? Number(get("port") ?? config.port) : config.port;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw unfit("port", `is \`${get("port")}\`, which is no port`);
  }
  const mode = SSL_MODES.find((one) => one === get("sslmode"));
  if (mode === undefined && get("sslmode") !== undefined) {
    throw unfit("sslmode", `is \`${get("sslmode")}\`, and there are ${SSL_MODES.join(", ")}`);
  }
  const login = ownHost ? undefined : { user: get("user"), password: get("password") };
  return {
    ...config,
    host,
    port,
    username: config.username ?? login?.user,
    password: config.password ?? login?.password,
    sslmode: config.sslmode ?? mode,
    sslrootcert: config.sslrootcert ?? authorityIn(get("sslrootcert")),
    options: config.options ?? get("options"),
    passfile: config.passfile ?? (ownHost ? undefined : inHome(get("passfile"))),
  };
}

/** Sections between brackets, lines `key=value`, comments behind `#`. */
export function parseServices(text: string): Map<string, Map<string, string>> {
  const services = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const name = /^\[(.*)\]$/.exec(line)?.[1];
    if (name !== undefined) {
      // Of two sections of one name PostgreSQL's programs take the first.
      current = new Map();
      if (!services.has(name)) services.set(name, current);
      continue;
    }
    const [, key, value = ""] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined) current?.set(key, value);
  }
  return services;
}

async function passwordFor(
  { host, port, database, username }: PostgresqlConfig,
  file: string,
  source: string,
): Promise<string | undefined> {
  const text = await readText(file, source, "passfile");
  const { mode } = await stat(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    throw clientFile(source, "passfile", file, "others may read it", `Run \`chmod 600 ${file}\`.`);
  }
  const rest = [String(port), database, username ?? userInfo().username];
  // PostgreSQL's programs look for the sockets of this machine by its name.
  const hosts = host.startsWith("/") ? [host, "localhost"] : [host];
  return hosts.map((one) => passwordIn(text, [one, ...rest])).find((one) => one !== undefined);
}

/**
 * Lines `host:port:database:user:password`; each part but the first and the last may be `*`. A line
 * for every host counts for none: a project could have its password sent anywhere.
 */
export function passwordIn(text: string, wanted: readonly string[]): string | undefined {
  for (const line of text.split(/\r?\n/)) {
    const found = line.startsWith("#") ? undefined : PASSWORD_LINE.exec(line);
    if (!found) continue;
    const [host, port, database, user, password = ""] = found
      .slice(1)
      .map((part) => part.replaceAll(/\\(.)/g, "$1"));
    const fits = (part: string | undefined, at: number) => part === "*" || part === wanted[at];
    if (host === wanted[0] && [port, database, user].every((part, at) => fits(part, at + 1))) {
      return password;
    }
  }
  return undefined;
}

const PASSWORD_LINE = new RegExp(`^${String.raw`((?:\\.|[^:\\])*):`.repeat(4)}(.*)$`);

/** `system` stands for the authorities that everybody trusts, which are those without a file. */
function authorityIn(path: string | undefined): string | undefined {
  return path === "system" ? undefined : inHome(path);
}

function inHome(path: string | undefined): string | undefined {
  return path?.replace(/^~(?=[/\\])/, homedir());
}

async function readText(file: string, source: string, field: string): Promise<string> {
  try {
    return await readPlainText(file);
  } catch (error) {
    const code = codeOf(error);
    const reason = UNREADABLE[code] ?? `it cannot be read (${code})`;
    throw clientFile(source, field, file, reason);
  }
}

function clientFile(source: string, field: string, file: string, reason: string, hint?: string) {
  const values = { source, field, file, reason };
  return new SourceError(createDiagnostic("source-client-file", values, { hint }));
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};
