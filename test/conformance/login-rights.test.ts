/** Logins that a read-only transaction does not hold, and the role that a login drops to. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { startCli } from "../support/cli.js";
import { runCommand } from "../support/command.js";
import { writeProject } from "../support/project.js";
import { openSource } from "../support/source.js";
import { collect, refusal } from "./collect.js";

const project = (type: string, { port, database }: { port: number; database: string }) => ({
  "headwater.yml": `
name: rights
sources:
  - name: shop
    type: ${type}
    host: 127.0.0.1
    port: ${port}
    database: ${database}
    username: "{{ env_var('DB_USER') }}"
    password: "{{ env_var('DB_PASSWORD') }}"
    sslmode: disable
models: [{ name: m, source: ref(shop), sql: select 1 as a }]
traces:
  - { name: one, model: ref(m), props: { type: bar, x: "?{ a }" } }
  - { name: two, model: ref(m), props: { type: bar, y: "?{ a }" } }
`,
});

/** What a run says besides its jobs. */
async function runSays(
  files: Record<string, string>,
  user: string,
  password: string,
): Promise<string> {
  const cwd = await writeProject(files);
  const { code, stderr } = await runCommand(["run"], {
    cwd,
    env: { DB_USER: user, DB_PASSWORD: password },
  });
  expect(code).toBe(0);
  return stderr;
}

const missingPostgres = postgresUnavailable();
describe.skipIf(missingPostgres)("postgresql", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    await server.query(`
      create role reader login password 'r3ader'; create role auditor; grant auditor to reader;
      create table orders (id int, region text); insert into orders values (1, 'north'), (2, 'south');
      grant select on orders to reader, auditor;
      alter table orders enable row level security;
      create policy north on orders to auditor using (region = 'north')`);
  });
  afterAll(() => server?.stop());

  const open = (fields: Record<string, unknown>) =>
    openSource("postgresql", {
      host: "127.0.0.1",
      port: server.port,
      database: server.database,
      username: server.user,
      password: server.password,
      ...fields,
    });

  test("a run warns once of a superuser and names the statements for a reader", async () => {
    const said = await runSays(project("postgresql", server), server.user, server.password);
    expect(said.match(/source-login-powerful/g)).toHaveLength(1);
    expect(said.replaceAll(/\s+/g, " ")).toContain("GRANT SELECT ON ALL TABLES");
    expect(said).toContain("--> headwater.yml:9:");
    const quiet = await runSays(project("postgresql", server), "reader", "r3ader");
    expect(quiet).not.toContain("warning");
  });

  test("a query warns of a superuser, and the fault of one is told at its place", async () => {
    const cwd = await writeProject(project("postgresql", server));
    const asked = (DB_USER: string, DB_PASSWORD: string) =>
      runCommand(["query", "shop", "select 1 as a"], { cwd, env: { DB_USER, DB_PASSWORD } });
    const mighty = await asked(server.user, server.password);
    expect(mighty).toMatchObject({ code: 0, stdout: expect.stringContaining("1") });
    expect(mighty.stderr).toContain("warning[source-login-powerful]");
    expect((await asked("reader", "r3ader")).stderr).not.toContain("warning");
    const { code, stderr } = await asked("reader", "not-the-word");
    expect(code).toBe(3);
    expect(stderr).toContain("error[source-login-failed]");
    expect(stderr).toContain("--> headwater.yml:9:15");
    expect(stderr).toMatch(/`password` (?:is|comes|has)/);
    expect(stderr).not.toContain("not-the-word");
  });

  test("a login that drops to a role has that role's rights, and no warning", async () => {
    const dropped = await open({ read_role: "reader" });
    const { values } = await collect(dropped, "select current_user::text, session_user::text");
    expect(values.flat()).toEqual(["reader", server.user]);
    expect(await refusal(collect(dropped, "select * from pg_authid"))).toMatchObject({
      code: "query-not-permitted",
    });
    expect(await dropped.rights?.()).toBeUndefined();
    expect(await (await open({})).rights?.()).toMatchObject({ code: "source-login-powerful" });
  });

  test("the doctor tells a superuser from a login that may change tables", async () => {
    await server.query(
      "create role writer login password 'wr1ter'; grant insert on orders to writer",
    );
    const codeOf = async (fields: Record<string, unknown>) => {
      for await (const { stage, diagnostic } of (await open(fields)).check()) {
        if (stage === "privileges") return diagnostic?.code;
      }
      throw new Error("The doctor did not come to it");
    };
    expect(await codeOf({})).toBe("source-login-powerful");
    expect(await codeOf({ username: "writer", password: "wr1ter" })).toBe("source-login-can-write");
    expect(await codeOf({ username: "reader", password: "r3ader" })).toBeUndefined();
  });

  test("a policy that would hide rows from the role is an error, never fewer rows", async () => {
    for (const role of ["reader", "auditor"]) {
      const source = await open({ read_role: role });
      expect(await refusal(collect(source, "select * from orders"))).toMatchObject({
        code: "query-not-permitted",
        message: expect.stringContaining("row-level security policy"),
      });
    }
    expect((await collect(await open({}), "select * from orders")).rows).toBe(2);
  });
});

const missingMariadb = mariadbUnavailable();
describe.skipIf(missingMariadb)("mariadb", () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb();
    await server.query(`
      create user reader identified by 'r3ader'; create user filer identified by 'r3ader';
      grant select on \`${server.database}\`.* to reader, filer; grant file on *.* to filer`);
  });
  afterAll(() => server?.stop());

  test("a statement of a run that was killed is ended by the next run", async () => {
    const files = project("mysql", server);
    const endless =
      "select count(*) as a from seq_1_to_1000000 x, seq_1_to_1000000 y where x.seq + y.seq = 1";
    const cwd = await writeProject({
      "headwater.yml": files["headwater.yml"].replace(
        "models: [",
        `models: [{ name: endless, source: ref(shop), sql: "${endless}" }, `,
      ),
    });
    const env = { DB_USER: "reader", DB_PASSWORD: "r3ader" };
    const running = async () => {
      const rows = await server.query(
        "select id from information_schema.processlist where info like '%headwater/rights by %seq_1_to%' and id <> connection_id()",
      );
      return rows.length;
    };
    const killed = startCli(["run", "endless"], { cwd, env });
    await expect.poll(running, { timeout: 30_000 }).toBe(1);
    killed.kill("SIGKILL");
    await new Promise((resolve) => void killed.once("close", resolve));
    expect(await running()).toBe(1);
    expect((await runCommand(["run", "one"], { cwd, env })).code).toBe(0);
    await expect.poll(running, { timeout: 30_000 }).toBe(0);
  });

  test("a run warns of the right FILE and names the statements for a reader", async () => {
    const said = await runSays(project("mysql", server), "filer", "r3ader");
    expect(said.replaceAll(/\s+/g, " ")).toContain("has the right FILE");
    expect(said.replaceAll(/\s+/g, " ")).toContain("CREATE USER reader IDENTIFIED BY");
    const quiet = await runSays(project("mysql", server), "reader", "r3ader");
    expect(quiet).not.toContain("source-login-powerful");
  });
});
