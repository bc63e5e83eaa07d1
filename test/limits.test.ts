/**
 * `max_rows` and `max_bytes`: more is an error that names the limit and how to raise it, whatever
 * makes the rows.
 */
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { loadFiles } from "./support/load-files.js";
import { runOnce } from "./support/run-project.js";

async function failuresWith(limits: { source?: string; project?: string }) {
  const project = await loadFiles({
    "headwater.yml": `
name: limited
${limits.project === undefined ? "" : `defaults: {limits: {${limits.project}}}`}
sources:
  - {name: lite, type: sqlite, database: lite.sqlite${limits.source === undefined ? "" : `, limits: {${limits.source}}`}}
  - {name: file, type: csv, file: file.csv}
models:
  - {name: from sqlite, source: ref(lite), sql: select i from numbers}
  - {name: from csv, source: ref(file), sql: select i from file}
  - {name: from merge, models: [ref(from csv)], sql: select i from "from csv"}
  - {name: from script, args: [node, rows.js]}
traces:
  - {name: on sqlite, model: ref(from sqlite), props: {type: bar, x: "?{ i }"}}
  - {name: on csv, model: ref(from csv), props: {type: bar, x: "?{ i }"}}
tables:
  - {name: t1, model: ref(from sqlite)}
  - {name: t3, model: ref(from merge)}
  - {name: t4, model: ref(from script)}
`,
    "file.csv": `i\n${Array.from({ length: 1000 }, (_, i) => i).join("\n")}\n`,
    "rows.js": `console.log("i"); for (let i = 0; i < 1000; i++) console.log(i)`,
  });
  const database = new DatabaseSync(join(project.root, "lite.sqlite"));
  database.exec(
    "create table numbers as with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) select i from n",
  );
  database.close();
  const { manifest } = await runOnce(project, { all: true });
  return Object.fromEntries(
    Object.entries(manifest?.objects ?? {}).map(([id, { status, diagnostics, artifact }]) => {
      const [first] = diagnostics;
      return [id, artifact ? status : `${first?.code}: ${first?.message} ${first?.hint}`];
    }),
  );
}

test.each([
  ["max_rows: 999", /^(too-many-rows: .*more than 999 rows.*`limits\.max_rows`)/],
  [
    "max_bytes: 1 kB",
    /^(too-many-bytes: .*more than 1000 bytes.*`limits\.max_bytes`|script-output-too-large: .*limits\.max_bytes)/,
  ],
])("`%s` of the project holds for every kind of job", async (limit, told) => {
  const failures = await failuresWith({ project: limit });
  expect(Object.keys(failures)).toHaveLength(5);
  for (const failure of Object.values(failures)) expect(failure).toMatch(told);
});

test("a source's own limit holds for its queries alone", async () => {
  const failures = await failuresWith({ source: "max_rows: 10", project: "max_rows: 1000" });
  expect(failures).toMatchObject({
    "model:from sqlite": expect.stringContaining("more than 10 rows"),
    "trace:on sqlite": expect.stringContaining("more than 10 rows"),
    "trace:on csv": "built",
    "model:from merge": "built",
    "model:from script": "built",
  });
});
