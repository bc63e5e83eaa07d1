/**
 * What a user with a real database server sees: one statement for one edit, failures that stay
 * where they are, no secrets.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteEvent } from "../src/contract/events.js";
import { runCli } from "./support/cli.js";
import { writeProject } from "./support/project.js";
import { serve } from "./support/serve.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "./servers/postgres.js";

const missing = postgresUnavailable() !== undefined;
let server: PostgresServer;

beforeAll(async () => {
  if (missing) return;
  server = await startPostgres();
  await server.query(
    "create table orders as select i as id, i % 3 as region, i * 1.5 as amount from generate_series(1, 30) i",
  );
});
afterAll(() => (missing ? undefined : server.stop()));

const yaml = `
name: shop
sources:
  - { name: db, type: postgresql, host: 127.0.0.1, port: "\${env.DB_PORT}", database: postgres, username: headwater, password: "{{ env_var('DB_PASSWORD') }}" }
  - { name: regions, type: csv, file: regions.csv }
models:
  - { name: orders, source: ref(db), sql: "select * from orders" }
  - { name: region names, source: ref(regions) }
  - name: sales
    models: [ref(orders), ref(region names)]
    sql: select title, amount from orders join "region names" using (region)
traces:
  - { name: by region, model: ref(orders), order_by: ["?{ region }"], props: { type: bar, x: "?{ region }", y: "?{ sum(amount) }" } }
  - { name: amounts, model: ref(orders), props: { type: histogram, x: "?{ amount }" } }
  - { name: titles, model: ref(region names), props: { type: bar, x: "?{ title }", y: "?{ region }" } }
  - { name: by title, model: ref(sales), order_by: ["?{ title }"], props: { type: bar, x: "?{ title }", y: "?{ sum(amount) }" } }
dashboards:
  - name: main
    rows:
      - items: [{ chart: { name: one, traces: [ref(by region), ref(titles)] } }, { chart: { name: two, traces: [ref(amounts)] } }, { chart: { name: three, traces: [ref(by title)] } }]
`;

const files = { "headwater.yml": yaml, "regions.csv": "region,title\n0,north\n1,south\n2,east\n" };

function environment(): Record<string, string> {
  return { DB_PORT: String(server.port), DB_PASSWORD: server.password };
}

test.skipIf(missing)("an edit of one trace sends exactly one statement to the server", async () => {
  const cwd = await writeProject(files);
  const served = await serve(cwd, environment());
  await served.event(({ type }) => type === "published");
  await until(async () => (await served.dashboard()).traces["by title"]?.status === "ok");
  const before = server.statements().length;
  await writeFile(join(cwd, "headwater.yml"), yaml.replace("?{ sum(amount) }", "?{ max(amount) }"));
  await served.event(({ type }: SiteEvent) => type === "published");
  const sent = server.statements().slice(before);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toContain("max(amount)");
});

test.skipIf(missing)(
  "with the database stopped the rest is published, the card says why, and the exit code is 3",
  async () => {
    const cwd = await writeProject(files);
    await server.crash();
    const run = await runCli(["run"], { cwd, env: environment() });
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(`127.0.0.1:${server.port}`);
    const rows = await runCli(["show", "titles", "--format", "json"], { cwd, env: environment() });
    expect(JSON.parse(rows.stdout)).toHaveLength(3);

    const served = await serve(cwd, environment());
    const { traces } = await served.dashboard();
    expect(traces["titles"]?.status).toBe("ok");
    expect(traces["by region"]?.status).toBe("failed");
    expect(traces["by region"]?.problems[0]?.message).toContain("`db`");
    expect(traces["by title"]?.problems[0]?.message).toContain("`sales`");
    await served.stop();
    await server.start();
  },
);

test.skipIf(missing)("a password is in no artifact, on no terminal and in no answer", async () => {
  const cwd = await writeProject(files);
  const env = environment();
  const texts: string[] = [];
  for (const args of [["run"], ["run", "--json"], ["explain", "by title"], ["compile", "--json"]]) {
    const { stdout, stderr } = await runCli(args, { cwd, env });
    texts.push(stdout, stderr);
  }
  const refused = await runCli(["run"], { cwd, env: { ...env, DB_PASSWORD: "wrong-canary" } });
  expect(refused.code).toBe(3);
  texts.push(refused.stdout, refused.stderr);
  const served = await serve(cwd, env);
  await served.event(({ type }) => type === "published");
  texts.push(JSON.stringify([await served.json("/data/site.json"), await served.dashboard()]));
  texts.push(served.stderr());
  for (const entry of await readdir(join(cwd, "target"), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (entry.isFile()) texts.push(await readFile(join(entry.parentPath, entry.name), "latin1"));
  }
  for (const secret of [server.password, "wrong-canary"]) {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
    expect(forms.filter((form) => texts.some((text) => text.includes(form)))).toEqual([]);
  }
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
