import { userInfo } from "node:os";
import { expect, test } from "vitest";
import { loadFiles } from "../../test/support/load-files.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import { createRunSources } from "./run-sources.js";

async function runSources(written: string, env: Record<string, string> = {}) {
  const project = await loadFiles({ "headwater.yml": `name: p\nsources:\n${written}` }, { env });
  const sources = createRunSources(project, SOURCE_TYPES, undefined, true);
  return { project, sources, all: project.sources.map((source) => sources.get(source)) };
}

test("a source runs as many statements at once as `pool` says, or its name of version 1.0", async () => {
  const { all } = await runSources(
    `
  - { name: a, type: postgresql, database: d, pool: 2 }
  - { name: b, type: postgresql, database: d, connection_pool_size: 3 }
  - { name: c, type: postgresql, database: d }
  - { name: e, type: postgresql, database: d, pool: "\${env.POOL}" }
`,
    { POOL: "7" },
  );
  expect(all.map((one) => "pool" in one && one.pool)).toEqual([2, 3, 4, 7]);
});

test("settings that only say how to read make no result old", async () => {
  const identities = async (more: string) => {
    const { all } = await runSources(`
  - { name: a, type: postgresql, database: d, host: h${more} }
`);
    return Promise.all(
      all.map((one) =>
        "identity" in one ? one.identity() : Promise.reject(new Error("unusable")),
      ),
    );
  };
  const plain = await identities("");
  expect(await identities(", pool: 2, timeout: 5, limits: { max_rows: 5 }, fresh_for: 1h")).toEqual(
    plain,
  );
  expect(await identities(", db_schema: sales")).not.toEqual(plain);
});

test.each([
  ["host", "host: other"],
  ["port", "port: 5433"],
  ["database", "database: other"],
  ["username", "username: other"],
  ["db_schema", "db_schema: other"],
  ["after_connect", "after_connect: set role other"],
])("`%s` decides which rows a query gets, as it is resolved", async (name, field) => {
  const plain = {
    host: "host: h",
    port: "port: 5432",
    database: "database: d",
    username: "username: u",
  };
  const ingredients = async (fields: Record<string, string>) => {
    const text = Object.values(fields).join(", ");
    const { all } = await runSources(
      `
  - { name: a, type: postgresql, password: "\${env.WORD}", ${text} }
`,
      { WORD: text },
    );
    const [one] = all;
    if (!one || "diagnostics" in one) throw new Error("unusable");
    return one.identity();
  };
  const before = await ingredients(plain);
  const after = await ingredients({ ...plain, [name]: field });
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  expect([...names].filter((one) => before[one] !== after[one])).toEqual([`source.${name}`]);
  expect(JSON.stringify(after)).not.toContain("port: 5432, database");
});

test("who logs in without a login counts, and so does a value from the environment", async () => {
  const identity = async (env: Record<string, string>) => {
    const { all } = await runSources(
      `
  - { name: a, type: postgresql, database: d, host: "\${env.HOST}" }
`,
      env,
    );
    const [one] = all;
    if (!one || "diagnostics" in one) throw new Error("unusable");
    return one.identity();
  };
  const here = await identity({ HOST: "one" });
  expect(here["source.username"]).toBe(userInfo().username);
  expect(await identity({ HOST: "two" })).not.toEqual(here);
});

test("sources of one server and login share a lane, whose places are those of the smallest pool", async () => {
  const { sources, all } = await runSources(`
  - { name: a, type: postgresql, database: d, host: h, username: u, pool: 3 }
  - { name: b, type: postgresql, database: e, host: h, username: u, pool: 2 }
  - { name: c, type: postgresql, database: d, host: h, username: v }
  - { name: f, type: csv, file: x.csv }
  - { name: g, type: csv, file: x.csv }
`);
  const lanes = all.map((one) => ("lane" in one ? one.lane : ""));
  expect(new Set(lanes).size).toBe(4);
  expect(lanes[0]).toBe(lanes[1]);
  expect(sources.poolOf(lanes[0] ?? "")).toBe(2);
});

test("a source that cannot be used says why, each fault once", async () => {
  const { all } = await runSources(`
  - { name: a, type: snowflake, account: x }
  - { name: b, type: "\${env.NO_TYPE}" }
  - { name: c, type: postgresql, database: "\${env.NO_DATABASE}" }
`);
  const codes = all.map((one) =>
    "diagnostics" in one ? one.diagnostics.map(({ code }) => code) : [],
  );
  expect(codes).toEqual([["source-type-unavailable"], ["missing-variable"], ["missing-variable"]]);
});
