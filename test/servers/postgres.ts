/**
 * A private PostgreSQL for tests, started from the installed binaries: own data folder, own port,
 * gone after `stop`.
 */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { chownSync, closeSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client, type QueryResult } from "pg";
import { makeDataFolder, serverRoom } from "./data-folder.js";
import { hasEnded } from "./has-ended.js";

const INSTALLED = "/usr/lib/postgresql";
const CONTROL = "headwater-test-control";
const run = promisify(execFile);

export interface PostgresOptions {
  /** Lines of postgresql.conf, such as `{ max_connections: "5" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Encoding of the databases; UTF8 when absent. */
  readonly encoding?: string;
  /** PEM texts; the server then offers TLS. */
  readonly certificate?: { readonly certificate: string; readonly key: string };
}

export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The folder of its Unix socket. */
  readonly socketDirectory: string;
  createDatabase(name: string): Promise<void>;
  /**
   * Runs SQL as superuser, several statements if need be; rows of the last one. Values are text.
   */
  query(sql: string, database?: string): Promise<Record<string, string | null>[]>;
  /**
   * Statements of everybody but `query`, in order, as the server's log has them; without those that
   * only open, set up and close a transaction, unless `all` asks for them.
   */
  statements(options?: { readonly all?: boolean }): string[];
  /** The whole log so far. */
  log(): string;
  /** Stops at once, as a crash does; `start` brings it back on the same port. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Why no server can be started here; undefined when one can. */
export function postgresUnavailable(): string | undefined {
  if (binaries() === undefined) return `PostgreSQL is not installed below ${INSTALLED}`;
  if (process.getuid?.() === 0 && systemUser() === undefined) {
    return "PostgreSQL does not run as root, and there is no user `postgres`";
  }
  return undefined;
}

/** Starts a server; a second or two. The caller stops it. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const bin = binaries();
  const reason = postgresUnavailable();
  if (bin === undefined || reason !== undefined) throw new Error(reason);
  const folder = await mkdtemp(join(serverRoom(), "headwater-pg-"));
  const sockets = await mkdtemp(join(tmpdir(), "headwater-pg-"));
  const remove = async () => {
    for (const one of [folder, sockets]) await rm(one, { recursive: true, force: true });
  };
  try {
    const server = await startIn(folder, sockets, bin, options);
    return { ...server, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function startIn(
  folder: string,
  sockets: string,
  bin: string,
  options: PostgresOptions,
): Promise<PostgresServer> {
  const owner = process.getuid?.() === 0 ? systemUser() : undefined;
  if (owner) for (const one of [folder, sockets]) chownSync(one, owner.uid, owner.gid);
  const data = join(folder, "data");
  const log = join(folder, "server.log");
  const account = { user: "headwater", password: "a-password-for-tests" };
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, account.password);
  const encoding = options.encoding ?? "UTF8";
  await makeDataFolder(data, `postgresql-${encoding}`, owner, (target) =>
    run(
      join(bin, "initdb"),
      ["-D", target, "-U", account.user, "-A", "scram-sha-256", `--pwfile=${passwordFile}`].concat([
        "-E",
        encoding,
        "--locale=C",
        "--no-sync",
      ]),
      { ...owner, cwd: folder },
    ),
  );
  const port = await freePort();
  await appendFile(join(data, "postgresql.conf"), configuration(sockets, port, options.settings));

  if (options.certificate) await installCertificate(data, options.certificate, owner);

  const server = { host: "127.0.0.1", port, ...account, database: "postgres" };
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const output = openSync(log, "a");
    child = spawn(join(bin, "postgres"), ["-D", data], {
      ...owner,
      cwd: folder,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    try {
      await untilReady(() => query("select 1"), child, log);
    } catch (error) {
      await end("SIGKILL");
      throw error;
    }
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || hasEnded(child)) return;
    const gone = new Promise((resolve) => child?.once("exit", resolve));
    child.kill(signal);
    await gone;
  }
  async function query(sql: string, database = server.database) {
    const client = new Client({
      ...server,
      database,
      application_name: CONTROL,
      types: { getTypeParser: () => String },
    });
    await client.connect();
    try {
      // Several statements give several results; pg's types know the single one only.
      const result = (await client.query(sql)) as QueryResult | QueryResult[];
      return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
    } finally {
      await client.end();
    }
  }

  await start();
  return {
    ...server,
    socketDirectory: sockets,
    query,
    createDatabase: async (name) => {
      await query(`create database "${name}"`);
    },
    statements: ({ all = false } = {}) => {
      const found = statementsIn(readFileSync(log, "utf8"));
      return all ? found : found.filter((sql) => !/^(BEGIN|SET|ROLLBACK)\b/.test(sql));
    },
    log: () => readFileSync(log, "utf8"),
    start,
    crash: () => end("SIGQUIT"),
    stop: () => end("SIGINT"),
  };
}

/** The key must belong to the server's user alone. */
async function installCertificate(
  data: string,
  { certificate, key }: NonNullable<PostgresOptions["certificate"]>,
  owner: { uid: number; gid: number } | undefined,
): Promise<void> {
  for (const [name, text] of Object.entries({ "server.crt": certificate, "server.key": key })) {
    const file = join(data, name);
    await writeFile(file, text, { mode: 0o600 });
    if (owner) chownSync(file, owner.uid, owner.gid);
  }
  await appendFile(join(data, "postgresql.conf"), "\nssl = on");
}

function configuration(
  sockets: string,
  port: number,
  settings: Readonly<Record<string, string>> = {},
): string {
  const all: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: sockets,
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    log_statement: "all",
    log_line_prefix: "@@%a@@ ",
    lc_messages: "C",
    ...settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `\n${name} = '${value}'`)
    .join("");
}

/** An entry starts with the prefix; the further lines of a statement start with a tab. */
function statementsIn(log: string): string[] {
  const found: string[] = [];
  for (const entry of log.split(/^@@/m)) {
    const match = /^(.*?)@@ LOG: {2}(?:statement|execute [^:]*): ([\s\S]*)$/.exec(entry);
    if (match?.[1] === CONTROL || match?.[2] === undefined) continue;
    found.push(match[2].replaceAll("\n\t", "\n").trimEnd());
  }
  return found;
}

async function untilReady(probe: () => Promise<unknown>, child: ChildProcess, log: string) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await probe();
      return;
    } catch (error) {
      if (hasEnded(child) || Date.now() > deadline) {
        throw new Error(`PostgreSQL did not start:\n${readFileSync(log, "utf8")}`, {
          cause: error,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function binaries(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined;
  return readdirSync(INSTALLED)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(INSTALLED, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}

function systemUser(): { uid: number; gid: number } | undefined {
  const match = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return match ? { uid: Number(match[1]), gid: Number(match[2]) } : undefined;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
