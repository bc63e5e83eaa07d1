/**
 * A private Trino for tests, coordinator and worker in one process: from an assembled server, on a
 * Java of its own choice. `HEADWATER_TRINO_URL` names one that runs already, and `HEADWATER_TRINO_HOME`
 * another folder with `bin`, `lib` and the plugins `memory` and `tpch`.
 */
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.js";
import { hasEnded } from "./has-ended.js";

const { HEADWATER_TRINO_URL: RUNNING, HEADWATER_TRINO_HOME: HOME = "/opt/trino/server" } =
  process.env;
const JAVAS = "/usr/lib/jvm";
/** Its classes are of this version. */
const LEAST_JAVA = 24;
/** Half-seconds that a start may take on a busy machine. */
const PATIENCE = 400;

export interface TrinoOptions {
  /** Properties of catalogs by their names, besides `memory` and `tpch`. */
  readonly catalogs?: Readonly<Record<string, Properties>>;
  /** More of `config.properties`. */
  readonly settings?: Properties;
  /** Other files of properties beside it, by their names. */
  readonly properties?: Readonly<Record<string, Properties>>;
  /** Files beside it, by their names; in properties `ETC` stands for their folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Rejects or is false until it takes statements, where those without a login do not show that. */
  readonly isReady?: (server: Pick<TrinoServer, "query" | "get">) => Promise<boolean>;
}

export type Properties = Readonly<Record<string, string>>;

export interface TrinoServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Runs a statement as somebody who may do everything; cells as JSON has them. */
  readonly query: (sql: string) => Promise<unknown[][]>;
  /** Answers of the REST API. */
  get(path: string): Promise<unknown>;
  /** The log so far; empty for one that was running before. */
  log(): string;
  /** With `SIGKILL` as a crash does. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Why no server can be had here; undefined when one can. */
export function trinoUnavailable(): string | undefined {
  if (RUNNING !== undefined) return undefined;
  if (!existsSync(join(HOME, "bin/launcher"))) return `Trino is not assembled in ${HOME}`;
  return javaHome() === undefined ? `there is no Java ${LEAST_JAVA} below ${JAVAS}` : undefined;
}

/** The same for what only a server of one's own shows. */
export function ownTrinoUnavailable(): string | undefined {
  return RUNNING === undefined ? trinoUnavailable() : "the Trino that runs is somebody else's";
}

/** The one that runs, or a new one: that takes half a minute. The caller stops it. */
export async function startTrino(options: TrinoOptions = {}): Promise<TrinoServer> {
  if (RUNNING !== undefined) return { ...serverAt(RUNNING), log: () => "", stop: async () => {} };
  const reason = trinoUnavailable();
  if (reason !== undefined) throw new Error(reason);
  const folder = await mkdtemp(join(tmpdir(), "headwater-trino-"));
  const port = await freePort();
  await configure(folder, port, options);
  const log = join(folder, "server.log");
  const output = openSync(log, "a");
  const child = spawn(
    join(HOME, "bin/launcher"),
    ["run", `-etc-dir=${folder}/etc`, `-data-dir=${folder}/data`, `-jvm-dir=${javaHome()}`],
    { stdio: ["ignore", output, output] },
  );
  closeSync(output);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async (signal?: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const server = serverAt(`http://127.0.0.1:${port}`);
  // Before there is a worker, which takes some seconds more, statements fail.
  const { isReady = hasWorker } = options;
  for (let attempt = 0; !(await isReady(server).catch(() => false)); attempt++) {
    if (hasEnded(child) || attempt > PATIENCE) {
      const text = readFileSync(log, "utf8");
      await stop();
      throw new Error(`Trino does not start: ${text.slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return { ...server, log: () => readFileSync(log, "utf8"), stop };
}

/** Whether rows can be read. */
export async function hasWorker({ query }: Pick<TrinoServer, "query">): Promise<boolean> {
  await query("select count(*) from tpch.tiny.nation");
  return true;
}

/** Whether it answers, with or without a worker. */
export async function isStarted({ get }: Pick<TrinoServer, "get">): Promise<boolean> {
  return JSON.stringify(await get("v1/info")).includes('"starting":false');
}

async function configure(folder: string, port: number, options: TrinoOptions): Promise<void> {
  const etc = join(folder, "etc");
  const { catalogs = {}, settings = {}, properties: more = {}, files = {} } = options;
  await mkdir(join(etc, "catalog"), { recursive: true });
  const properties = (path: string, values: Properties) => {
    const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
    return writeFile(join(etc, path), lines.join("").replaceAll("ETC", etc));
  };
  const jvm = ["-server", "-Xmx1G", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"];
  const flags = [...jvm, "-Djdk.attach.allowAttachSelf=true", "-XX:ReservedCodeCacheSize=256M"];
  // Which its connectors tell databases.
  flags.push("-Duser.timezone=UTC");
  await writeFile(join(etc, "jvm.config"), `${flags.join("\n")}\n`);
  await properties("node.properties", { "node.environment": "test" });
  await properties("config.properties", {
    coordinator: "true",
    "node-scheduler.include-coordinator": "true",
    "http-server.http.port": String(port),
    "discovery.uri": `http://127.0.0.1:${port}`,
    "query.max-memory": "256MB",
    "query.max-memory-per-node": "256MB",
    "memory.heap-headroom-per-node": "256MB",
    ...settings,
  });
  const all = {
    memory: { "connector.name": "memory" },
    tpch: { "connector.name": "tpch" },
    ...catalogs,
  };
  for (const [name, values] of Object.entries(all)) {
    await properties(`catalog/${name}.properties`, values);
  }
  for (const [name, values] of Object.entries(more)) await properties(name, values);
  for (const [name, text] of Object.entries(files)) await writeFile(join(etc, name), text);
}

function serverAt(url: string): Omit<TrinoServer, "log" | "stop"> {
  const { hostname: host, port } = new URL(url);
  const headers = { "x-trino-user": "headwater" };
  return {
    url,
    host,
    port: Number(port),
    async query(sql) {
      const rows: unknown[][] = [];
      let answer = await fetch(`${url}/v1/statement`, { method: "POST", headers, body: sql });
      for (;;) {
        // As the protocol has it.
        const page = (await answer.json()) as Page;
        if (page.error) throw new Error(page.error.message);
        rows.push(...(page.data ?? []));
        if (page.nextUri === undefined) return rows;
        answer = await fetch(page.nextUri, { headers });
      }
    },
    get: async (path) => (await fetch(`${url}/${path}`, { headers })).json(),
  };
}

interface Page {
  readonly nextUri?: string;
  readonly data?: unknown[][];
  readonly error?: { readonly message: string };
}

/** The folder of the newest Java that is new enough. */
function javaHome(): string | undefined {
  const { JAVA_HOME: own } = process.env;
  const installed = existsSync(JAVAS) ? readdirSync(JAVAS).map((name) => join(JAVAS, name)) : [];
  const found = [...(own === undefined ? [] : [own]), ...installed]
    .map((home) => ({ home, version: javaVersion(home) }))
    .filter(({ version }) => version >= LEAST_JAVA);
  return found.toSorted((a, b) => b.version - a.version)[0]?.home;
}

function javaVersion(home: string): number {
  const file = join(home, "release");
  if (!existsSync(file)) return 0;
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(file, "utf8"))?.[1] ?? 0);
}
