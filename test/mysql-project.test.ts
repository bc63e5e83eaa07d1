/**
 * Whole projects over a real MariaDB: traces under every `sql_mode`, merges with files, numbers
 * reckoned by hand.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Manifest } from "../src/contract/manifest.js";
import { readResult } from "../src/rows/result/read-result.js";
import { toRecords } from "./support/records.js";
import { openState } from "../src/engine/state/state.js";
import type { Project } from "../src/project/project.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "./servers/mariadb.js";
import { loadFiles } from "./support/load-files.js";
import { runOnce } from "./support/run-project.js";

const missing = mariadbUnavailable();

const MODES = [
  "",
  "ANSI",
  "TRADITIONAL",
  "ONLY_FULL_GROUP_BY,NO_BACKSLASH_ESCAPES",
  "PIPES_AS_CONCAT,IGNORE_SPACE,HIGH_NOT_PRECEDENCE",
  "ORACLE",
  "MSSQL",
  "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_UNSIGNED_SUBTRACTION,PAD_CHAR_TO_FULL_LENGTH,TIME_ROUND_FRACTIONAL",
];

/**
 * Days of two regions, one sale without a region; the query has everything that may stand around
 * it.
 */
const MODEL = `with s as (select * from sales /* all */)
        select region, day, amount, 'c0' as c0 from s; -- the end;
        # really`;

const TRACES = {
  plain: `props: { type: bar, x: "?{ day }", y: "?{ sum(amount) }" }, order_by: ["?{ day }"]`,
  cohorts: `cohort_on: "?{ region }", props: { type: bar, x: "?{ day }", y: "?{ sum(amount) # total }" }, order_by: ["?{ day desc }"]`,
  filtered: `cohort_on: "?{ coalesce(region, 'none') }", filters: ["?{ amount <> 7 or day = 1 }", "?{ sum(amount) > 5 }", "?{ count(*) < 9 -- few }"], props: { type: bar, y: "?{ sum(amount) }" }`,
  newest: `filters: ["?{ row_number() over (partition by region order by day desc, amount) = 1 }"], props: { type: bar, x: "?{ coalesce(region, '-') }", y: "?{ amount }" }, order_by: ["?{ coalesce(region, '-') desc }"]`,
  running: `props: { type: scatter, x: "?{ day }", y: "?{ sum(sum(amount)) over (order by day) }" }, order_by: ["?{ day }"]`,
  share: `filters: ["?{ sum(amount) over (partition by day) > 20 }"], cohort_on: "?{ region }", props: { type: scatter, x: "?{ c0 }", y: "?{ amount }" }, order_by: ["?{ amount }"]`,
  texts: `props: { type: bar, x: "?{ concat(region, '-', day) }", y: "?{ count(*) }", text: "?{ 'it''s # a -- text' }" }, filters: ["?{ region is not null }"], order_by: ["?{ concat(region, '-', day) }"]`,
  lists: `props: { type: bar, x: "?{ region }", y: "?{ max(amount) }", text: "?{ group_concat(distinct day order by day separator '/') }" }, group_by: ["?{ region }"], filters: ["?{ region = 'north' }"]`,
};

const EXPECTED = {
  plain: [
    ["plain", 1, "20.50"],
    ["plain", 2, "30.25"],
    ["plain", 3, "7.00"],
  ],
  cohorts: [
    [null, 3, "7.00"],
    ["north", 2, "30.25"],
    ["north", 1, "10.50"],
    ["south", 1, "10.00"],
  ],
  filtered: [
    ["north", "40.75"],
    ["south", "10.00"],
  ],
  newest: [
    ["newest", "south", "5.00"],
    ["newest", "north", "30.25"],
    ["newest", "-", "7.00"],
  ],
  running: [
    ["running", 1, "20.50"],
    ["running", 2, "50.75"],
    ["running", 3, "57.75"],
  ],
  share: [
    ["south", "c0", "5.00"],
    ["south", "c0", "5.00"],
    ["north", "c0", "10.50"],
    ["north", "c0", "30.25"],
  ],
  texts: [
    ["texts", "north-1", 1, "it's # a -- text"],
    ["texts", "north-2", 1, "it's # a -- text"],
    ["texts", "south-1", 2, "it's # a -- text"],
  ],
  lists: [["lists", "north", "30.25", "1/2"]],
} satisfies Record<keyof typeof TRACES, unknown>;

describe.skipIf(missing)("projects over MariaDB", () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb();
    await server.query(
      `use shop; create table sales(region varchar(10), day int, amount decimal(10,2), worked time);
       insert into sales values ('north', 1, 10.5, '09:30:00'), ('north', 2, 30.25, '-01:00:00'), ('south', 1, 5, '30:00:00'), ('south', 1, 5, null), (null, 3, 7, '00:00:00.5')`,
    );
  });
  afterAll(() => server?.stop());

  function source(name: string, more = ""): string {
    const { port, user, password, database } = server;
    return `  - { name: ${name}, type: mysql, host: 127.0.0.1, port: ${port}, username: ${user}, password: ${password}, database: ${database}${more} }`;
  }

  test("traces say the same under every sql_mode", async () => {
    const names = Object.keys(TRACES) as (keyof typeof TRACES)[];
    const project = await loadFiles({
      "headwater.yml": `
name: shop
sources:
${MODES.map((mode, i) => source(`db${i}`, `, after_connect: "set session sql_mode = '${mode}'"`)).join("\n")}
models:
${MODES.map((_, i) => `  - { name: m${i}, source: ref(db${i}), sql: ${JSON.stringify(MODEL)} }`).join("\n")}
traces:
${MODES.flatMap((_, i) => names.map((name) => `  - { name: ${name}${i}, model: ref(m${i}), ${TRACES[name]} }`)).join("\n")}
`,
    });
    const { manifest } = await run(project);
    for (const [i, mode] of MODES.entries()) {
      for (const name of names) {
        const rows = await records(project, manifest, `trace:${name}${i}`);
        const seen = rows.map(({ cohort, ...values }) => [
          cohort === `${name}${i}` ? name : cohort,
          ...Object.values(values),
        ]);
        expect({ mode, name, rows: seen }).toEqual({ mode, name, rows: EXPECTED[name] });
      }
    }
  });

  test("what stands in double quotes is a text, or a column where the server says so", async () => {
    const project = await loadFiles({
      "headwater.yml": `
name: shop
sources:
${source("plain")}
${source("ansi", `, after_connect: "set session sql_mode = 'ANSI_QUOTES,ONLY_FULL_GROUP_BY'"`)}
models:
  - { name: m0, source: ref(plain), sql: select * from sales }
  - { name: m1, source: ref(ansi), sql: 'select * from "sales"' }
traces:
  - { name: t0, model: ref(m0), cohort_on: '?{ "region" }', props: { type: bar, y: "?{ sum(amount) }" } }
  - { name: t1, model: ref(m1), cohort_on: '?{ "region" }', filters: ['?{ "region" is not null }'], order_by: ['?{ "region" }'], props: { type: bar, y: "?{ sum(amount) }" } }
`,
    });
    const { manifest } = await run(project);
    expect(await records(project, manifest, "trace:t0")).toEqual([
      { "props.y": "57.75", cohort: "region" },
    ]);
    expect(await records(project, manifest, "trace:t1")).toEqual([
      { "props.y": "40.75", cohort: "north" },
      { "props.y": "10.00", cohort: "south" },
    ]);
  });

  test("a project of Visivo 1.0 gets its cohorts, which fell into one there", async () => {
    const { port, user, password, database } = server;
    const project = await loadFiles({
      "project.visivo.yml": `
name: shop
defaults: { source_name: db }
sources:
  - { name: db, type: mysql, host: 127.0.0.1, port: ${port}, username: ${user}, password: ${password}, database: ${database}, db_schema: ${database}, connection_pool_size: 2 }
models:
  - { name: m, sql: select * from sales }
traces:
  - { name: t, model: ref(m), cohort_on: query(region), order_by: ["query( day )"], props: { type: bar, x: query(day), y: query( sum(amount) ) } }
`,
    });
    const { manifest } = await run(project);
    expect(await records(project, manifest, "trace:t")).toEqual([
      { "props.x": 1, "props.y": "10.50", cohort: "north" },
      { "props.x": 2, "props.y": "30.25", cohort: "north" },
      { "props.x": 1, "props.y": "10.00", cohort: "south" },
    ]);
  });

  test("a merge joins MariaDB with a file, and keeps every type", async () => {
    const project = await loadFiles({
      "titles.csv": "region,title\nnorth,The North\nsouth,The South\n",
      "headwater.yml": `
name: shop
sources:
${source("db")}
  - { name: titles, type: csv, file: titles.csv }
models:
  - { name: sales, source: ref(db), sql: "select *, cast(9007199254740993 as unsigned) as big from sales; -- all" }
  - { name: region titles, source: ref(titles) }
  - name: merged
    models: [ref(sales), ref(region titles)]
    sql: >
      select title, sum(amount) as amount, max(big) as big, min(worked) as worked
      from sales join "region titles" using (region) group by title
traces:
  - { name: by title, model: ref(merged), order_by: ["?{ title }"], props: { type: bar, x: "?{ title }", y: "?{ amount }", text: "?{ big }" }, columns: { worked: "?{ worked }" } }
`,
    });
    const { manifest } = await run(project);
    const leg = manifest?.objects["model:merged"]?.legs?.find(
      ({ model }) => model === "model:sales",
    );
    expect(leg?.artifact?.columns.map(({ type }) => type)).toEqual([
      "text",

      "decimal(10,2)",
      "interval",
      "uint64",
    ]);
    expect(await records(project, manifest, "trace:by title")).toEqual([
      {
        "props.x": "The North",
        "props.y": "40.75",
        "props.text": "9007199254740993",
        "columns.worked": "-01:00:00",
        cohort: "by title",
      },
      {
        "props.x": "The South",
        "props.y": "10.00",
        "props.text": "9007199254740993",
        "columns.worked": "30:00:00",
        cohort: "by title",
      },
    ]);
  });

  test("a fault in a model is shown in the server's words and in the model's line", async () => {
    const project = await loadFiles({
      "headwater.yml": `
name: shop
sources:
${source("db")}
models:
  - { name: m, source: ref(db), sql: "select region, amuont from sales" }
traces:
  - { name: t, model: ref(m), props: { type: bar, x: "?{ region }" } }
`,
    });
    const { manifest, exitCode } = await run(project);
    expect(exitCode).toBe(3);
    const [found] = manifest?.objects["trace:t"]?.diagnostics ?? [];
    expect(found?.code).toBe("query-name-unknown");
    expect(found?.message).toContain("Unknown column 'amuont'");
    expect(found?.detail).toContain("select region, amuont from sales");
  });
});

async function run(project: Project) {
  return runOnce(project, { all: true });
}

async function records(project: Project, manifest: Manifest | undefined, id: string) {
  const entry = manifest?.objects[id];
  const artifact = entry?.artifact;
  if (!artifact || artifact.format === "parquet") {
    throw new Error(`${id} has no result: ${JSON.stringify(entry ?? project.diagnostics)}`);
  }
  return toRecords(await readResult(openState(project).objectPath(artifact), artifact.format));
}
