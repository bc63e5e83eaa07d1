/**
 * Servers that admit few connections: sources of one login share a pool, make do with what there
 * is, and wait their turn.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { runCli } from "../support/cli.js";
import { writeProject } from "../support/project.js";

const LOGIN = "few";
const WORD = "a-word-for-few";
const noPostgres = postgresUnavailable() !== undefined;
const noMariadb = mariadbUnavailable() !== undefined;
let postgres: PostgresServer;
let mariadb: MariadbServer;

beforeAll(async () => {
  await Promise.all([
    (async () => {
      if (noPostgres) return;
      // One for this login, besides those that are kept for superusers, which the tests themselves
      // are.
      postgres = await startPostgres({
        settings: { max_connections: "6", superuser_reserved_connections: "4" },
      });
      await postgres.query(`create role ${LOGIN} login password '${WORD}'`);
      await postgres.createDatabase("other");
    })(),
    (async () => {
      if (noMariadb) return;
      mariadb = await startMariadb();
      await mariadb.query(
        `create user ${LOGIN}@'%' identified by '${WORD}' with max_user_connections 3;
         grant select on *.* to ${LOGIN}@'%'; create database other`,
      );
    })(),
  ]);
});
afterAll(() => Promise.all([postgres?.stop(), mariadb?.stop()]));

/** Two sources of one login, with six slow statements each. */
function project(type: string, port: number, databases: readonly string[], more = ""): string {
  const sleep = type === "mysql" ? "sleep(0.05) as i" : "1 as i from pg_sleep(0.05)";
  const sources = databases.map(
    (database) =>
      `  - { name: ${database}, type: ${type}, host: 127.0.0.1, port: ${port}, database: ${database}, username: ${LOGIN}, password: ${WORD}${more} }\n`,
  );
  const models = databases.flatMap((database) =>
    Array.from(
      { length: 6 },
      (_, i) =>
        `  - { name: ${database} ${i}, source: ref(${database}), sql: "select ${sleep} -- ${database} ${i}" }\n`,
    ),
  );
  return `name: full\nsources:\n${sources.join("")}models:\n${models.join("")}`;
}

test.skipIf(noPostgres)(
  "a full PostgreSQL is used with as many connections as there are",
  async () => {
    const cwd = await writeProject({
      "headwater.yml": project("postgresql", postgres.port, ["postgres", "other"]),
    });
    const { code, stderr } = await runCli(["run", "--all"], { cwd });
    expect(stderr).toContain("12 jobs: 12 built");
    expect(code).toBe(0);
    expect(postgres.log()).toMatch(/too many clients|reserved for/);
  },
);

test.skipIf(noMariadb)(
  "a MariaDB login with three connections is enough for two sources",
  async () => {
    const cwd = await writeProject({
      "headwater.yml": project("mysql", mariadb.port, ["shop", "other"]),
    });
    const { code, stderr } = await runCli(["run", "--all"], { cwd });
    expect(stderr).toContain("12 jobs: 12 built");
    expect(code).toBe(0);
  },
);

test.skipIf(noPostgres)("two sources of one login share one pool", async () => {
  const count = `select count(*)::int as n, pg_sleep(0.1)::text as s from pg_stat_activity where usename = '${LOGIN}' and state = 'active'`;
  const login = `type: postgresql, host: 127.0.0.1, port: ${postgres.port}, username: ${LOGIN}, password: ${WORD}, pool: 1`;
  const cwd = await writeProject({
    "headwater.yml": `
name: shared
sources:
  - { name: a, database: postgres, ${login} }
  - { name: b, database: other, ${login} }
models:
${["a", "b"].flatMap((source) => [1, 2, 3].map((i) => `  - { name: ${source}${i}, source: ref(${source}), sql: "${count} -- ${i}" }`)).join("\n")}
`,
  });
  const { code, stderr } = await runCli(["run", "--all"], { cwd });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  for (const name of ["a1", "a3", "b2"]) {
    const shown = await runCli(["show", name, "--format", "json"], { cwd });
    expect(JSON.parse(shown.stdout)).toMatchObject([{ n: 1 }]);
  }
});
