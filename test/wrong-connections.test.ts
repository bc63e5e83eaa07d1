/**
 * One project of wrong connections: what the doctor says of each, against real servers, real files
 * and ports at which something else answers.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { checkReport } from "../src/cli/check-report.js";
import { createSink } from "../src/cli/terminal.js";
import { checkText } from "../src/cli/text/check-text.js";
import { checkSources, type CheckReaders } from "../src/engine/check-sources.js";
import { createRunSources } from "../src/engine/run-sources.js";
import { disclose } from "../src/project/disclosure.js";
import { loadProject } from "../src/project/load-project.js";
import type { Source } from "../src/project/objects.js";
import type { ReaderSource } from "../src/readers/contract.js";
import { loadSourceType } from "../src/sources/loaders.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { mariadbUnavailable, type MariadbServer } from "./servers/mariadb.js";
import { postgresUnavailable, type PostgresServer } from "./servers/postgres.js";
import { writeProject } from "./support/project.js";
import { opensslMissing, selfSigned } from "./support/certificates.js";
import { fileCases, serverCases, type Case } from "./wrong-connections/cases.js";
import { writeWrongFiles } from "./wrong-connections/files.js";
import { startListeners } from "./wrong-connections/listeners.js";
import { startWrongMariadb, startWrongPostgres } from "./wrong-connections/servers.js";

const missing = opensslMissing || postgresUnavailable() || mariadbUnavailable();
const SECRETS = ["r3ader-pass", "wr0ng-pass", "url-pass"];

let postgres: PostgresServer;
let mariadb: MariadbServer;
let listeners: Awaited<ReturnType<typeof startListeners>>;
const certificate = missing ? { certificate: "", key: "" } : selfSigned();

beforeAll(async () => {
  // So that no stage waits for a driver that is being loaded.
  await Promise.all([...SOURCE_TYPES.keys()].map(loadSourceType));
  await Promise.all([import("pg"), import("mysql2")]);
  if (missing) return;
  [postgres, mariadb, listeners] = await Promise.all([
    startWrongPostgres(certificate),
    startWrongMariadb(),
    startListeners(certificate),
  ]);
});
afterAll(async () => {
  await Promise.all([postgres?.stop(), mariadb?.stop(), listeners?.stop()]);
});

test("files that are missing or something else are told with the next step", async () => {
  const folder = await project(fileCases());
  await writeWrongFiles(folder);
  const report = await check(folder);
  await expect(report).toMatchFileSnapshot("wrong-connections/expected/files/diagnostics.txt");
});

test.skipIf(missing)("servers and logins that are wrong are told with the next step", async () => {
  const cases = serverCases({ postgres, mariadb, listeners: listeners.ports });
  const folder = await project(cases);
  await writeFile(join(folder, "authority.pem"), certificate.certificate);
  await writeFile(join(folder, "notes.pem"), "no certificate\n");
  await mkdir(join(folder, "folder.pem"));
  await writeClientFiles(folder);
  const report = await check(folder);
  await expect(report).toMatchFileSnapshot("wrong-connections/expected/servers/diagnostics.txt");
});

test("the messages differ in at least seventy ways, whatever names they hold", async () => {
  const texts = await Promise.all(
    ["files", "servers"].map((name) =>
      readFile(
        join(import.meta.dirname, `wrong-connections/expected/${name}/diagnostics.txt`),
        "utf8",
      ),
    ),
  );
  const messages = texts.join("\n").match(/^(?:error|warning)\[.*$/gm) ?? [];
  const ways = messages.map((message) => message.replaceAll(/`[^`]*`|"[^"]*"|'[^']*'|\d+/g, "…"));
  expect(new Set(ways).size).toBeGreaterThanOrEqual(70);
});

async function writeClientFiles(folder: string): Promise<void> {
  const { host, port } = postgres;
  const files = {
    "open.pgpass": [`${host}:*:*:*:r3ader-pass\n`, 0o644],
    "other.pgpass": [`*:*:*:*:r3ader-pass\n${host}:1:*:*:r3ader-pass\n`, 0o600],
    "shop.pgpass": [`${host}:${port}:shop:reader:r3ader-pass\n`, 0o600],
    "services.conf": [
      `[shop]\nhost=${host}\nport=${port}\nuser=reader\npassword=r3ader-pass\n
[port]\nhost=${host}\nport=five\n
[mode]\nhost=${host}\nport=${port}\nsslmode=verify_full\n
[hosts]\nhost=${host},db.example.com\n
[gone]\nhost=${host}\nport=1\n`,
      0o600,
    ],
  } as const;
  for (const [name, [text, mode]] of Object.entries(files)) {
    await writeFile(join(folder, name), text, { mode });
  }
}

function project(cases: readonly Case[]): Promise<string> {
  const sources = cases.map(([name, config]) => ({ name, ...config }));
  return writeProject({
    "headwater.yml": stringify({ name: "wrong", sources }, { lineWidth: 0 }),
    ".env": "# settings\nPG_HOST=nowhere.invalid\nBAD_PASSWORD=wr0ng-pass\n",
  });
}

/**
 * The doctor's words on all sources of a project, without settings and what differs from run to
 * run. The connectors run in this thread, as they would in readers of their own. Sources with a
 * time limit come last, among themselves: what opens files and drivers keeps the thread for longer
 * than some of them have, and theirs is to wait for what never comes.
 */
async function check(directory: string): Promise<string> {
  const project = await loadProject({ directory, processEnv: {}, sourceTypes: SOURCE_TYPES });
  const read = disclose(project);
  const sources = createRunSources(project, SOURCE_TYPES);
  const readers = () => Promise.resolve({ source: reader, end: () => Promise.resolve() });
  const checkAll = (chosen: readonly Source[]) =>
    Promise.all(checkSources({ project, sources, readers }, chosen, new AbortController().signal));
  const isLimited = ({ config }: Source) => "connect_timeout" in config;
  const checks = [
    ...(await checkAll(project.sources.filter((source) => !isLimited(source)))),
    ...(await checkAll(project.sources.filter(isLimited))),
  ].toSorted((a, b) => project.sources.indexOf(a.source) - project.sources.indexOf(b.source));
  const reports = checks.map((found) => checkReport(found, read));
  const text = reports.map((report) => checkText(report, SINK)).join("\n");
  for (const secret of SECRETS) expect(text + JSON.stringify(reports)).not.toContain(secret);
  return text
    .replaceAll(/^ {6}\S.*\n/gm, "")
    .replaceAll(directory, "…")
    .replaceAll(/"[^"]*\.duckdb_extension"/g, '"<extension>"')
    .replaceAll(/DuckDB v\d[\d.]+/g, "DuckDB <version>")
    .replaceAll(`\`${userInfo().username}\``, "`<user>`")
    .replaceAll(postgres?.socketDirectory ?? "-", "<sockets>")
    .replaceAll(
      /(PostgreSQL|MariaDB) \d[\d.]+(?: \(Debian[^)]*\)|-MariaDB[\w.+-]*)?/g,
      "$1 <version>",
    )
    .replaceAll(/SQLite \d[\d.]+/g, "SQLite <version>")
    .replaceAll(/\b\d+ bytes/g, "<size>")
    .replaceAll(new RegExp(`\\b(?:${Object.values(ports()).join("|") || "-"})\\b`, "g"), (port) =>
      String(Object.entries(ports()).find(([, own]) => own === port)?.[0]),
    );
}

const SINK = { ...createSink(() => ({ write: () => true }), {}), columns: 1000 };

function reader({ type, config, context }: ReaderSource): ReturnType<CheckReaders["source"]> {
  return {
    cost: async () => undefined,
    async check({ onStage }) {
      const source = await (await loadSourceType(type)).open({ ...config }, context);
      try {
        for await (const stage of source.check()) onStage?.(stage);
      } finally {
        await source.close();
      }
    },
  };
}

function ports(): Record<string, string> {
  if (missing) return {};
  const all = { ...listeners.ports, postgres: postgres.port, mariadb: mariadb.port };
  return Object.fromEntries(Object.entries(all).map(([name, port]) => [`<${name}>`, String(port)]));
}
