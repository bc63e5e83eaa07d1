/** Fresh rows: asked for by a page, by the clock under `serve`, and by `run --every`. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Result } from "../src/contract/result.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "./servers/postgres.js";
import { startCli } from "./support/cli.js";
import { runCommand } from "./support/command.js";
import { writeProject } from "./support/project.js";
import { serve, type Served } from "./support/serve.js";

const withPostgres = test.skipIf(postgresUnavailable() !== undefined);
let postgres: PostgresServer;

beforeAll(async () => {
  if (postgresUnavailable()) return;
  postgres = await startPostgres();
  await postgres.query("create table orders (day date, amount int); create table other (n int)");
});

afterAll(async () => {
  await postgres?.stop();
});

async function project(): Promise<string> {
  await postgres.query("truncate orders; insert into orders values ('2026-01-01', 1)");
  const { host, port, user, password, database } = postgres;
  const source = { type: "postgresql", host, port, username: user, password, database };
  return writeProject({
    "headwater.yml": JSON.stringify({
      name: "fresh",
      sources: [{ name: "shop", ...source }],
      models: [
        { name: "orders", source: "ref(shop)", sql: "select day, amount from orders" },
        { name: "others", source: "ref(shop)", sql: "select n from other" },
      ],
      traces: [
        {
          name: "sales",
          model: "ref(orders)",
          props: { type: "bar", x: "?{ day }", y: "?{ sum(amount) }" },
        },
        { name: "rest", model: "ref(others)", props: { type: "bar", x: "?{ n }" } },
      ],
      dashboards: ["sales", "rest"].map((name) => ({
        name,
        rows: [{ items: [{ chart: { name: `${name} chart`, traces: [`ref(${name})`] } }] }],
      })),
    }),
  });
}

/** What the page draws of `sales`. */
async function sold(served: Served): Promise<unknown> {
  const { traces } = await served.dashboard();
  const { data, status } = traces["sales"] ?? {};
  if (!data) return status;
  const { columns } = await served.json<Result>(data.url);
  return columns.find(({ name }) => name === "props.y")?.values[0];
}

/** The statements since the last call that read tables. */
function statements(): () => string[] {
  let seen = postgres.statements().length;
  return () => {
    const all = postgres.statements();
    const news = all.slice(seen);
    seen = all.length;
    return news.flatMap((sql) => /from (orders|other)\b/.exec(sql)?.[1] ?? []);
  };
}

async function login({
  url,
  loginUrl,
}: Served): Promise<(path: string, body?: object) => Promise<number>> {
  const [, token] = loginUrl.split("#login=");
  const body = JSON.stringify({ token });
  const response = await fetch(`${url}/data/login`, { method: "POST", body });
  const { key } = (await response.json()) as { key: string };
  return async (path, asked = {}) => {
    const headers = { Authorization: `Bearer ${key}` };
    const sent = { method: "POST", headers, body: JSON.stringify(asked) };
    return (await fetch(url + path, sent)).status;
  };
}

withPostgres("a page asks again for its dashboard, at most once a minute", async () => {
  const served = await serve(await project());
  await served.event(({ type }) => type === "published");
  const sent = statements();
  const post = await login(served);
  await postgres.query("insert into orders values ('2026-01-01', 41)");
  expect(await sold(served)).toBe(1);
  expect(await post("/data/refresh", { dashboard: "sales" })).toBe(202);
  await served.event((event) => event.type === "progress" && event.refresh === true);
  await served.event(({ type }) => type === "published");
  expect(await sold(served)).toBe(42);
  expect(sent()).toEqual(["orders"]);
  await post("/data/refresh");
  await served.event(({ type }) => type === "published");
  expect(sent()).toEqual(["other"]);
  await post("/data/refresh");
  await served.event(({ type }) => type === "published");
  expect(sent()).toEqual([]);
});

withPostgres("a refresh that is stopped ends its statement and keeps the rows", async () => {
  const served = await serve(await project());
  await served.event(({ type }) => type === "published");
  const post = await login(served);
  const lock = postgres
    .query("begin; lock table orders; select pg_sleep(600); commit")
    .catch(() => []);
  const count = async (condition: string) =>
    (await postgres.query(`select 1 from pg_stat_activity where ${condition}`)).length;
  await expect.poll(() => count("wait_event = 'PgSleep'")).toBe(1);
  await post("/data/refresh", { dashboard: "sales" });
  const waiting = () => count("application_name = 'headwater/fresh' and wait_event_type = 'Lock'");
  await expect.poll(waiting).toBe(1);
  expect(await post("/data/refresh/stop")).toBe(202);
  await served.event(({ type }) => type === "published");
  await expect.poll(waiting).toBe(0);
  expect(await sold(served)).toBe(1);
  await postgres.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()",
  );
  await lock;
});

withPostgres(
  "by the clock rows come by themselves, and what fails is asked less often",
  async () => {
    const served = await serve(await project(), {}, ["--every", "1s"]);
    await served.event(({ type }) => type === "published");
    await postgres.query("insert into orders values ('2026-01-01', 9)");
    await expect.poll(() => sold(served)).toBe(10);
    await postgres.query("alter table orders rename to gone");
    const sent = statements();
    await expect.poll(async () => (await served.dashboard()).traces["sales"]?.status).toBe("stale");
    expect(await sold(served)).toBe(10);
    const asked: string[] = [];
    const count = (name: string) => asked.filter((one) => one === name).length;
    // Were they asked equally often, one would never be ahead by more than the round that goes on.
    await expect
      .poll(() => {
        asked.push(...sent());
        return count("other") - count("orders");
      })
      .toBeGreaterThan(1);
    await postgres.query("alter table gone rename to orders");
    await expect.poll(async () => (await served.dashboard()).traces["sales"]?.status).toBe("ok");
  },
);

withPostgres("what rests is said in a line, and its error only when it was tried", async () => {
  const cwd = await project();
  await postgres.query("alter table orders rename to gone");
  const child = startCli(["run", "--every", "1s"], { cwd });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
  const ended = new Promise((resolve) => child.once("close", resolve));
  await expect.poll(() => text).toMatch(/sales +failed before\n/);
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  const tries = text.split("error[query-name-unknown]").length - 1;
  const lines = text.match(/sales +failed/g)?.length ?? 0;
  expect(lines).toBeGreaterThan(tries);
  await postgres.query("alter table gone rename to orders");
});

withPostgres("`run --every` runs until it is stopped, which is no failure", async () => {
  const cwd = await project();
  const child = startCli(["run", "--every", "1s", "--json"], { cwd });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  const ended = new Promise((resolve) => child.once("close", resolve));
  const runs = () => text.split("\n").filter((line) => line.includes('"run-done"')).length;
  await expect.poll(runs).toBe(1);
  await postgres.query("insert into orders values ('2026-01-01', 4)");
  await expect.poll(runs).toBeGreaterThan(2);
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  const { stdout } = await runCommand(["show", "sales", "--format", "csv"], { cwd });
  expect(stdout.trim().split("\n").at(-1)).toBe("2026-01-01,5,sales");
});

test.for(["0s", "soon", "30d", "500ms"])(
  "`--every %s` is no time between two runs",
  async (time) => {
    const cwd = await writeProject({ "headwater.yml": "name: x\n" });
    const child = startCli(["serve", "--every", time], { cwd });
    let text = "";
    child.stderr.on("data", (part) => (text += String(part)));
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(2);
    expect(text).toContain(`\`${time}\` is not a time between two runs.`);
  },
);
