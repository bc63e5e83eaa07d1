/**
 * One definition of a source, many environments: files, variables and the type itself come from the
 * environment.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresUnavailable, startPostgres, type PostgresServer } from "./servers/postgres.js";
import { runCommand } from "./support/command.js";
import { writeProject } from "./support/project.js";

const missing = postgresUnavailable() !== undefined;
let server: PostgresServer;

beforeAll(async () => {
  if (missing) return;
  server = await startPostgres();
  await server.query("create table orders as select 'postgresql' as place, 3 as amount");
});
afterAll(() => (missing ? undefined : server.stop()));

/**
 * The names of two fields are those of a server, one is that of a file; each environment fills in
 * what it needs.
 */
const YAML = `
name: shop
sources:
  - name: app
    type: "{{ env_var('DB_TYPE') }}"
    database: \${env.DB_NAME}
    host: \${env.DB_HOST}
    port: \${env.DB_PORT}
    username: \${env.DB_USER}
    password: "{{ env_var('DB_PASSWORD') }}"
    file: \${env.DB_FILE}
models:
  - { name: orders, source: ref(app), sql: "select place, amount from {{ env_var('DB_TABLE', 'orders') }}" }
traces:
  - { name: amounts, model: ref(orders), props: { type: bar, x: "?{ place }", y: "?{ sum(amount) }" } }
dashboards: [{ name: d, rows: [{ items: [{ chart: { name: c, traces: [ref(amounts)] } }] }] }]
`;

async function project(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await writeProject({
    "headwater.yml": YAML,
    "orders.csv": "place,amount\ncsv,2\n",
    ".env": "DB_TYPE=sqlite\nDB_NAME=shop.sqlite\n",
    ".env.files": "DB_TYPE=csv\nDB_FILE=orders.csv\nDB_TABLE=app\n",
    ...more,
  });
  const database = new DatabaseSync(join(folder, "shop.sqlite"));
  database.exec("create table orders (place text, amount integer)");
  database.exec("insert into orders values ('sqlite', 1)");
  database.close();
  return folder;
}

async function placeIn(cwd: string, args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await runCommand(["show", "amounts", "--json", ...args], {
    cwd,
    env,
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const [row] = JSON.parse(stdout) as { "props.x": string; "props.y": number }[];
  return `${row?.["props.x"]} ${row?.["props.y"]}`;
}

test("the same source is SQLite by default and a CSV file in another environment", async () => {
  const cwd = await project();
  expect(await placeIn(cwd, [])).toBe("sqlite 1");
  expect(await placeIn(cwd, ["--environment", "files"])).toBe("csv 2");
  expect(await placeIn(cwd, [], { HEADWATER_ENV: "files" })).toBe("csv 2");
  // What was said on the command line wins over the variable, and results of environments do not
  // mix.
  expect(await placeIn(cwd, ["--environment", "other"], { HEADWATER_ENV: "files" })).toBe(
    "sqlite 1",
  );
  expect(await placeIn(cwd, [])).toBe("sqlite 1");
  expect((await readdir(join(cwd, "target"))).toSorted()).toEqual([
    ".gitignore",
    "default",
    "files",
    "other",
  ]);
});

test("variables of the process win over both files", async () => {
  const cwd = await project();
  const env = { DB_TYPE: "csv", DB_FILE: "orders.csv", DB_TABLE: "app" };
  expect(await placeIn(cwd, [], env)).toBe("csv 2");
});

test.skipIf(missing)("and it is PostgreSQL where the variables say so", async () => {
  const secret = server.password;
  const cwd = await project({
    ".env.prod": [
      "DB_TYPE=postgresql",
      "DB_NAME=postgres",
      `DB_HOST=${server.host}`,
      `DB_PORT="${server.port}"`,
      `DB_USER=${server.user}`,
      `DB_PASSWORD='${secret}'`,
    ].join("\n"),
  });
  expect(await placeIn(cwd, ["--environment", "prod"])).toBe("postgresql 3");
  const { stdout } = await runCommand(["sources", "check", "--environment", "prod", "--json"], {
    cwd,
  });
  expect(stdout).not.toContain(secret);
  expect(JSON.parse(stdout)).toMatchObject({ environment: "prod", failed: 0 });
  for (const file of await readdir(join(cwd, "target"), { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toContain(secret);
  }
});

test("a port that is no number is told at its place, without the value", async () => {
  const cwd = await project();
  const env = { DB_TYPE: "postgresql", DB_PORT: "fivefourthree", DB_HOST: "localhost" };
  const { code, stderr } = await runCommand(["run"], { cwd, env });
  expect(code).toBe(3);
  expect(stderr).toContain("`port` needs a number");
  expect(stderr).toMatch(/headwater\.yml:8:\d+/);
  expect(stderr).toContain("`DB_USER` is not set");
  expect(stderr).not.toContain("fivefourthree");
});

test("a type that no variable gives fails only what needs the source", async () => {
  const cwd = await project({ ".env": "" });
  const compiled = await runCommand(["compile"], { cwd });
  expect(compiled).toMatchObject({ code: 0 });
  expect(compiled.stdout).toContain("`DB_TYPE` is not set");
  const run = await runCommand(["run"], { cwd });
  expect(run.code).toBe(3);
  expect(run.stderr).toContain("error[missing-variable]");
});

test("dist publishes no defaults of an environment that was probably misspelt", async () => {
  const files = {
    "headwater.yml": `
name: shop
sources:
  - { name: rows, type: csv, file: "\${env.ROWS:-test.csv}" }
  - { name: other, type: csv, file: "\${env.OTHER:-test.csv}" }
models:
  - { name: orders, source: ref(rows), sql: "select * from {{ env_var('TABLE', 'data') }}" }
traces: [{ name: counted, model: ref(orders), props: { type: bar, x: "?{ n }", y: "?{ 1 }" } }]
dashboards: [{ name: d, rows: [{ items: [{ chart: { name: c, traces: [ref(counted)] } }] }] }]
`,
    "test.csv": "n\n1\n",
    ".env.prod": "ROWS=orders.csv\n",
  };
  const cwd = await writeProject(files);
  const dist = (environment: string, env: Record<string, string> = {}) =>
    runCommand(["dist", "--run", "--environment", environment], { cwd, env });
  const misspelt = await dist("prd");
  expect(misspelt.code).toBe(1);
  expect(misspelt.stderr).toContain("warning[environment-file-missing]");
  expect(misspelt.stderr).toContain("error[environment-not-meant]");
  expect(misspelt.stderr).toContain(
    "There is no `.env.prd`, and nothing else sets `ROWS`, `TABLE`: their defaults would be published.",
  );
  expect(misspelt.stderr).toContain("Did you mean `prod`?");
  expect((await dist("prd", { ROWS: "test.csv", TABLE: "rows" })).code).toBe(0);
  expect((await dist("elsewhere")).code).toBe(0);
});

test.each([["--env", "files"], ["--env=files"]])("%s is the environment too", async (...words) => {
  expect(await placeIn(await project(), words)).toBe("csv 2");
});
