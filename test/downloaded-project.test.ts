/** A project that somebody else wrote, on a machine that has logins of its own. */
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "./support/cli.js";
import { writeProject } from "./support/project.js";

/** Stands for another machine, since it is called by a name that is not this one's. */
let server: Server;
let port = 0;
let calls = 0;

beforeAll(async () => {
  server = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => void server.listen(0, "0.0.0.0", resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});

afterAll(() => new Promise((resolve) => void server.close(resolve)));

/** 127.0.0.1, written so that nobody takes it for this machine. */
const HOST = "0.0.0.0";

const yaml = () => `
name: downloaded
sources:
  - name: crm
    type: postgresql
    host: ${HOST}
    port: ${port}
    database: d
    username: reader
    password: "{{ env_var('CRM_PASSWORD') }}"
    sslmode: disable
    connect_timeout: 1
  - { name: files, type: csv, file: a.csv }
models:
  - { name: people, source: ref(crm), sql: select 1 as a }
  - { name: rows, source: ref(files), sql: select * from files }
traces:
  - { name: one, model: ref(people), props: { type: bar, x: "?{ a }" } }
  - { name: two, model: ref(rows), props: { type: bar, x: "?{ a }" } }
tests:
  - { name: never, assertions: [">{ 1 == 2 }"] }
alerts:
  - { name: hook, destinations: [ref(chat)] }
destinations:
  - { name: chat, type: slack, webhook_url: "http://${HOST}:${port}/{{ env_var('CRM_PASSWORD') }}" }
`;

test("sends nothing that is the user's own to a host that its user was not asked about", async () => {
  const cwd = await writeProject({ "headwater.yml": yaml(), "a.csv": "a\n1\n" });
  const env = { CRM_PASSWORD: "own5ecret", XDG_STATE_HOME: join(cwd, "state") };
  const told = `\`${HOST}\` would get the variable \`CRM_PASSWORD\`, which is your own`;
  for (const [args, code] of [
    [["run"], 5],
    [["show", "one"], 5],
    [["query", "crm", "select 1"], 5],
    [["sources", "check", "crm"], 5],
    [["sources", "tables", "crm"], 5],
  ] as const) {
    const { code: exit, stdout, stderr } = await runCli(args, { cwd, env });
    expect([args, exit, (stdout + stderr).replaceAll(/\s+/g, " ")]).toEqual([
      args,
      code,
      expect.stringContaining(told),
    ]);
  }
  const alerts = await runCli(["test"], { cwd, env });
  expect((alerts.stdout + alerts.stderr).replaceAll(/\s+/g, " ")).toContain(
    "this project is not trusted",
  );
  expect(calls).toBe(0);

  // Reading stays free, and so is what talks to nobody.
  expect((await runCli(["compile"], { cwd, env })).code).toBe(0);
  expect((await runCli(["show", "two", "--format", "csv"], { cwd, env })).stdout).toContain("1");

  // A yes of a program is one, and is kept.
  const trusted = { ...env, HEADWATER_TRUST: "1" };
  expect((await runCli(["query", "crm", "select 1"], { cwd, env: trusted })).code).toBe(3);
  expect(calls).toBeGreaterThan(0);
  const before = calls;
  await runCli(["query", "crm", "select 1"], { cwd, env });
  expect(calls).toBeGreaterThan(before);
});
