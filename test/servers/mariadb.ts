/**
 * A private MariaDB for tests, started from the installed binaries: own data folder, own port, gone
 * after `stop`.
 */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { chownSync, closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { createConnection } from "mysql2/promise";
import { makeDataFolder, serverRoom } from "./data-folder.js";
import { hasEnded } from "./has-ended.js";

const SERVER = "/usr/sbin/mariadbd";
const INSTALL = "/usr/bin/mariadb-install-db";
const run = promisify(execFile);

export interface MariadbOptions {
  /** Lines of my.cnf, such as `{ max_connections: "5" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** PEM texts; the server then offers TLS. */
  readonly certificate?: { readonly certificate: string; readonly key: string };
}

export interface MariadbServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Path of its Unix socket. */
  readonly socket: string;
  /** Runs SQL as root, several statements if need be; rows of the last one. Values are text. */
  query(sql: string): Promise<Record<string, string | null>[]>;
  /** Statements of everybody but `query` that were run, in order, as the server's log has them. */
  statements(): string[];
  /** The log of errors so far. */
  log(): string;
  /** Stops at once, as a crash does; `start` brings it back on the same port. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Why no server can be started here; undefined when one can. */
export function mariadbUnavailable(): string | undefined {
  if (!existsSync(SERVER) || !existsSync(INSTALL)) return "MariaDB's server is not installed";
  if (process.getuid?.() === 0 && systemUser() === undefined) {
    return "MariaDB does not run as root, and there is no user `mysql`";
  }
  return undefined;
}

/** Starts a server; a second or two. The caller stops it. */
export async function startMariadb(options: MariadbOptions = {}): Promise<MariadbServer> {
  const reason = mariadbUnavailable();
  if (reason !== undefined) throw new Error(reason);
  const folder = await mkdtemp(join(serverRoom(), "headwater-my-"));
  try {
    return await startIn(folder, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string, options: MariadbOptions): Promise<MariadbServer> {
  const owner = process.getuid?.() === 0 ? systemUser() : undefined;
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  const [log, statements] = [join(folder, "server.log"), join(folder, "statements.log")];
  const socket = join(folder, "server.sock");
  const environment = { ...owner, cwd: folder };
  // A server that starts, also to install one, clears the temporary tables of others from a shared
  // folder.
  await makeDataFolder(data, "mariadb", owner, (target) =>
    run(
      INSTALL,
      [
        "--no-defaults",
        `--datadir=${target}`,
        `--tmpdir=${folder}`,
        "--auth-root-authentication-method=normal",
      ],
      environment,
    ),
  );
  const port = await freePort();
  const account = { user: "headwater", password: "a-password-for-tests" };
  const settings: Record<string, string> = {
    datadir: data,
    port: String(port),
    socket,
    tmpdir: folder,
    "pid-file": join(folder, "server.pid"),
    "bind-address": "127.0.0.1",
    "skip-name-resolve": "1",
    "innodb-flush-log-at-trx-commit": "0",
    "innodb-buffer-pool-size": "32M",
    "general-log": "1",
    "general-log-file": statements,
    "lc-messages": "en_US",
    ...(options.certificate && (await certificateFiles(folder, options.certificate, owner))),
    ...options.settings,
  };
  const defaults = join(folder, "my.cnf");
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(defaults, `[mariadbd]\n${lines.join("")}`);

  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const output = openSync(log, "a");
    child = spawn(SERVER, [`--defaults-file=${defaults}`], {
      ...environment,
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
  async function query(sql: string): Promise<Record<string, string | null>[]> {
    const connection = await createConnection({
      socketPath: socket,
      user: "root",
      database: "mysql",
      multipleStatements: true,
      charset: "utf8mb4",
      typeCast: (field) => field.string("utf8"),
    });
    try {
      const [result] = await connection.query(sql);
      // Several statements give several results, of which only some are rows.
      const results = result as unknown[];
      const last: unknown = Array.isArray(results.at(-1)) ? results.at(-1) : results;
      return Array.isArray(last) ? (last as Record<string, string | null>[]) : [];
    } finally {
      await connection.end();
    }
  }

  await start();
  await query(
    `delete from mysql.global_priv where User = ''; flush privileges; create database shop character set utf8mb4;
     create user '${account.user}'@'%' identified by '${account.password}'; grant all on *.* to '${account.user}'@'%'`,
  );
  return {
    host: "127.0.0.1",
    port,
    ...account,
    database: "shop",
    socket,
    query,
    statements: () => statementsIn(readFileSync(statements, "utf8")),
    log: () => readFileSync(log, "utf8"),
    start,
    crash: () => end("SIGKILL"),
    stop: async () => {
      await end("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The key must belong to the server's user alone. */
async function certificateFiles(
  folder: string,
  { certificate, key }: NonNullable<MariadbOptions["certificate"]>,
  owner: { uid: number; gid: number } | undefined,
): Promise<Record<string, string>> {
  const files = { "ssl-cert": join(folder, "server.crt"), "ssl-key": join(folder, "server.key") };
  for (const [file, text] of [
    [files["ssl-cert"], certificate],
    [files["ssl-key"], key],
  ] as const) {
    await writeFile(file, text, { mode: 0o600 });
    if (owner) chownSync(file, owner.uid, owner.gid);
  }
  return files;
}

/**
 * An entry has a number of a connection, a word for the command and its text, which may go on in
 * further lines.
 */
const ENTRY = /^(?:\d{6} [ \d]\d:\d\d:\d\d)?\t+ *(\d+) (\w+)\t/m;

function statementsIn(log: string): string[] {
  const [, ...parts] = log.split(ENTRY);
  const own = new Set<string>();
  const found: string[] = [];
  for (let i = 0; i + 2 < parts.length; i += 3) {
    const [thread = "", command, text = ""] = parts.slice(i, i + 3);
    if (command === "Connect" && text.startsWith("root@")) own.add(thread);
    const ran = command === "Execute" || command === "Query";
    if (ran && !own.has(thread) && !SETUP.test(text)) found.push(text.trimEnd());
  }
  return found;
}

/** What only opens, sets up and closes a transaction, or cancels. */
const SETUP = /^(?:SET |START TRANSACTION|ROLLBACK|KILL )/;

async function untilReady(probe: () => Promise<unknown>, child: ChildProcess, log: string) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await probe();
      return;
    } catch (error) {
      if (hasEnded(child) || Date.now() > deadline) {
        throw new Error(`MariaDB did not start:\n${readFileSync(log, "utf8")}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function systemUser(): { uid: number; gid: number } | undefined {
  const match = /^mysql:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
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
