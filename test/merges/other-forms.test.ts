/** Legs on engines that refuse the first form of a narrowed query. */
import { afterEach, expect, test } from "vitest";
import {
  complete,
  description,
  field,
  int16,
  int32,
  message,
  refused,
  row,
  startScriptedPostgres,
  type ScriptedPostgres,
} from "../servers/scripted-postgres.js";
import { loadFiles } from "../support/load-files.js";
import { runOnce } from "../support/run-project.js";

let server: ScriptedPostgres | undefined;
afterEach(() => server?.stop());

/** Columns and rows of a query by what it selects; texts that hold `no` are refused. */
async function engine(no: RegExp): Promise<ScriptedPostgres> {
  const columns = [field("id", 23), field("grp", 23)];
  const rows = [
    [int32(1), int32(3)],
    [int32(2), int32(4)],
  ];
  let sql = "";
  server = await startScriptedPostgres({
    answer(asked) {
      if (asked.startsWith("parse")) sql = asked.slice("parse ".length);
      if (/^(?:describe|bind|execute)/.test(asked) && no.test(sql)) return [];
      if (asked.startsWith("parse") && no.test(sql)) return [refused("42601", "not this way")];
      const only = /^select (?:hw_c1 as )?"grp"\n/.test(sql) ? 1 : 0;
      if (asked === "describe") return [message("t", int16(0)), description(columns.slice(only))];
      if (asked !== "execute") return undefined;
      return [...rows.map((values) => row(...values.slice(only))), complete("SELECT 2")];
    },
  });
  return server;
}

async function legOf(port: number) {
  const project = await loadFiles({
    "headwater.yml": `
name: forms
sources:
  - {name: app, type: postgresql, host: 127.0.0.1, port: ${port}, database: d, username: u, sslmode: disable}
models:
  - {name: all, source: ref(app), sql: "select * from t"}
  - {name: m, models: [ref(all)], sql: "select grp from \\"all\\" where grp = 3"}
`,
  });
  const { manifest, exitCode } = await runOnce(project, { all: true });
  const { artifact, legs = [] } = manifest?.objects["model:m"] ?? {};
  return { exitCode, rows: artifact?.rows, leg: legs[0] };
}

test("an engine without names for the columns of a query in brackets gets a narrowed query", async () => {
  const { port } = await engine(/hw_leg\(/);
  const { exitCode, rows, leg } = await legOf(port);
  expect([exitCode, rows]).toEqual([0, 1]);
  expect(leg).toMatchObject({
    sql: 'select "grp"\nfrom (\nselect * from t\n) as hw_leg\nwhere "grp" = 3',
    columns: ["grp"],
    where: "grp = 3",
  });
  expect(leg?.refetched).toBeUndefined();
});

test("an engine that does not know the words of a condition gets the columns at least", async () => {
  const { port } = await engine(/hw_leg\(|where/);
  const { exitCode, rows, leg } = await legOf(port);
  expect([exitCode, rows]).toEqual([0, 1]);
  expect(leg).toMatchObject({
    sql: 'select "grp"\nfrom (\nselect * from t\n) as hw_leg',
    columns: ["grp"],
  });
  expect(leg?.where).toBeUndefined();
});

test("an engine that takes nothing around a query gets it as it is", async () => {
  const { port } = await engine(/hw_leg/);
  const { exitCode, rows, leg } = await legOf(port);
  expect([exitCode, rows]).toEqual([0, 1]);
  expect(leg).toMatchObject({
    sql: "select * from t",
    refetched: expect.stringContaining("not this way"),
  });
});
