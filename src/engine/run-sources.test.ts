import { expect, test } from "vitest";
import { loadFiles } from "../../test/support/load-files.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import { createRunSources } from "./run-sources.js";

async function runSources(sources: string, env: Record<string, string> = {}) {
  const project = await loadFiles({ "headwater.yml": `name: p\nsources:\n${sources}` }, { env });
  const found = createRunSources(project, SOURCE_TYPES);
  return { project, all: project.sources.map((source) => found.get(source)) };
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
