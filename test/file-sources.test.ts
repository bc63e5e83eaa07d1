/**
 * Files as sources of a whole project: models without SQL, merges over them, limits and time
 * limits.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { writeProject } from "./support/project.js";
import { xlsx } from "./support/xlsx.js";

const FILES = {
  "headwater.yml": `
name: shop
sources:
  - { name: orders, type: json, file: "data/orders-*.json" }
  - { name: prices, type: excel, file: data/prices.xlsx, sheet: Prices }
  - { name: regions, type: csv, file: data/regions.csv, encoding: windows-1252, delimiter: ";" }
models:
  - { name: all orders, source: ref(orders) }
  - { name: price list, source: ref(prices) }
  - { name: discounts, source: ref(prices), sql: 'select item, off from "Discounts & more"' }
  - { name: region names, source: ref(regions) }
  - name: sales
    models: [ref(all orders), ref(price list), ref(discounts), ref(region names)]
    sql: |
      select r.title, sum(o.count * p.price * (1 - coalesce(d.off, 0))) as revenue, min(p.since) as since
      from "all orders" o join "price list" p using (item) left join discounts d using (item)
        join "region names" r on r.id = o.region
      group by all
traces:
  - { name: revenue, model: ref(sales), order_by: ["?{ title }"], props: { type: bar, x: "?{ title }", y: "?{ revenue }", text: "?{ since }" } }
dashboards: [{ name: d, rows: [{ items: [{ chart: { name: c, traces: [ref(revenue)] } }] }] }]
`,
  "data/orders-1.json": '[{"item": "tea", "count": 2, "region": 1}]',
  "data/orders-2.json":
    '[{"item": "rice", "count": 3, "region": 2}, {"item": "tea", "count": 1, "region": 2}]',
  "data/regions.csv": "",
};

async function shop(): Promise<string> {
  const cwd = await writeProject(FILES);
  const ansi = Buffer.from("id;title\n1;Süd\n2;Nord\n", "latin1");
  await writeFile(join(cwd, "data/regions.csv"), ansi);
  const workbook = xlsx([
    {
      name: "Discounts & more",
      rows: [
        ["item", "off"],
        ["tea", 0.5],
      ],
    },
    {
      name: "Prices",
      rows: [
        ["item", "price", "since"],
        ["tea", 4, { serial: 45292, as: "date" }],
        ["rice", 2.5, { serial: 45323, as: "date" }],
      ],
    },
  ]);
  await writeFile(join(cwd, "data/prices.xlsx"), workbook);
  return cwd;
}

test("a merge joins JSON files, sheets of a workbook and CSV in a Windows encoding", async () => {
  const cwd = await shop();
  const { code, stdout, stderr } = await runCommand(["show", "revenue", "--json"], { cwd });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(JSON.parse(stdout)).toEqual([
    { "props.x": "Nord", "props.y": 9.5, "props.text": "2024-01-01", cohort: "revenue" },
    { "props.x": "Süd", "props.y": 4, "props.text": "2024-01-01", cohort: "revenue" },
  ]);
  const model = await runCommand(["show", "price list", "--format", "csv"], { cwd });
  expect(model.stdout).toBe("item,price,since\ntea,4,2024-01-01\nrice,2.5,2024-02-01\n");
});

test("what cannot be read of a sheet is told by the merge that reads the sheet in place", async () => {
  const cwd = await writeProject({
    "headwater.yml": `
name: shop
sources: [{ name: prices, type: excel, file: prices.xlsx }]
models:
  - { name: price list, source: ref(prices) }
  - { name: dear, models: [ref(price list)], sql: 'select item from "price list" where price is null' }
`,
  });
  const rows = [
    ["item", "price"],
    ["tea", 4],
    ["gold", { error: "#N/A" }],
  ] as const;
  await writeFile(join(cwd, "prices.xlsx"), xlsx([{ name: "s", rows }]));
  const { stdout, stderr } = await runCommand(["show", "dear", "--format", "csv"], { cwd });
  expect(stdout).toBe("item\ngold\n");
  expect(stderr).toContain("warning[excel-cell-error]");
  expect(stderr).toContain("The cell B3 of the sheet `s` holds the error #N/A and is NULL here.");
});

/** A project with one SQLite source of 10,000 rows and a merge, so that its rows are moved. */
async function limited(limits: string, defaults = ""): Promise<string> {
  const cwd = await writeProject({
    "headwater.yml": `
name: limits
${defaults}
sources:
  - { name: lite, type: sqlite, database: big.sqlite${limits} }
  - { name: numbers, type: csv, file: numbers.csv${limits} }
models:
  - { name: rows, source: ref(lite), sql: "select n, 'some text' as t from big" }
  - { name: moved, models: [ref(rows)], sql: select count(*) as n from rows }
  - { name: listed, source: ref(numbers) }
  - { name: also listed, source: ref(numbers) }
  - { name: summed, models: [ref(also listed)], sql: 'select sum(n) as n from "also listed"' }
traces:
  - { name: direct, model: ref(rows), props: { type: bar, x: "?{ n }" } }
  - { name: counted, model: ref(moved), props: { type: bar, x: "?{ n }" } }
  - { name: few, model: ref(rows), props: { type: bar, x: "?{ count(*) }" } }
tables: [{ name: list, model: ref(listed) }, { name: sum, model: ref(summed) }]
dashboards: [{ name: d, rows: [{ items: [{ table: ref(list) }, { table: ref(sum) }, { chart: { name: c, traces: [ref(direct), ref(counted), ref(few)] } }] }] }]
`,
    "numbers.csv": `n\n${Array.from({ length: 3000 }, (_, n) => n).join("\n")}\n`,
  });
  const database = new DatabaseSync(join(cwd, "big.sqlite"));
  database.exec(
    "create table big as with recursive t(n) as (select 1 union all select n + 1 from t where n < 10000) select n from t",
  );
  database.close();
  return cwd;
}

async function failures(cwd: string): Promise<Record<string, string>> {
  const { stdout } = await runCommand(["run", "--json"], { cwd });
  const events = stdout
    .trim()
    .split("\n")
    .map(
      (line) =>
        JSON.parse(line) as {
          type: string;
          job?: { name: string };
          diagnostics?: { code: string }[];
        },
    );
  return Object.fromEntries(
    events.flatMap(({ type, job, diagnostics = [] }) =>
      type === "job-done" && diagnostics[0] ? [[job?.name ?? "", diagnostics[0].code]] : [],
    ),
  );
}

test("more rows than a source's limit are an error, wherever they go; fewer pass", async () => {
  const cwd = await limited(", limits: { max_rows: 2000 }");
  expect(await failures(cwd)).toEqual({
    listed: "too-many-rows",
    direct: "too-many-rows",
    moved: "too-many-rows",
    counted: "dependency-failed",
    summed: "too-many-rows",
  });
  const { stderr } = await runCommand(["run", "direct"], { cwd });
  expect(stderr).toContain("The query yields more than 2000 rows, the limit that was set.");
  expect(stderr).toContain("raise `limits.max_rows` of the source or of `defaults`");
});

test("the limits of the defaults hold for sources that have none of their own", async () => {
  const defaults = "defaults: { limits: { max_bytes: 20000 } }";
  expect(await failures(await limited("", defaults))).toMatchObject({
    listed: "too-many-bytes",
    direct: "too-many-bytes",
  });
  const own = ", limits: { max_bytes: 100000000 }";
  expect(await failures(await limited(own, defaults))).toEqual({});
});

test("a few rows are shown of a query that yields more than the limit", async () => {
  const cwd = await limited(", limits: { max_rows: 100 }");
  const first = await runCommand(["query", "lite", "select n from big"], { cwd });
  expect(first).toMatchObject({ code: 0, stderr: "The first 50 rows; `--limit` shows more.\n" });
  const all = await runCommand(["query", "lite", "select n from big", "--json"], { cwd });
  expect(all.code).toBe(3);
  expect(JSON.parse(all.stdout)).toMatchObject({ diagnostics: [{ code: "too-many-rows" }] });
});

test("a statement of an engine without time limits is stopped after the source's `timeout`", async () => {
  const cwd = await limited(", timeout: 1");
  const slow = "select count(*) from big a, big b, big c";
  const lite = await runCommand(["query", "lite", slow], { cwd });
  expect(lite.code).toBe(3);
  expect(lite.stderr).toContain("`lite` stopped the query after 1 s, its time limit.");
  const cross = "select sum(a.n * b.n * c.n * d.n) from numbers a, numbers b, numbers c, numbers d";
  const file = await runCommand(["query", "numbers", cross], { cwd });
  expect(file.stderr).toContain("`numbers` stopped the query after 1 s, its time limit.");
});

test("a file that is there by its name is read, not one that the name would match as a pattern", async () => {
  const parent = await writeProject({
    "shop 2/data/a.csv": "name\nof another project\n",
    "shop [2]/headwater.yml": `
sources:
  - { name: one, type: csv, file: "report [final].csv" }
  - { name: braces, type: csv, file: "data{1}.csv" }
  - { name: several, type: csv, file: "data/*.csv" }
  - { name: lines, type: json, file: "lines [1].json" }
models:
  - { name: report, source: ref(one) }
  - { name: part, source: ref(braces) }
  - { name: parts, source: ref(several) }
  - { name: events, source: ref(lines) }
  - { name: printed, args: [cat, data/a.csv] }
  - name: all
    models: [ref(report), ref(part), ref(parts), ref(events), ref(printed)]
    sql: from report union all from part union all from parts union all from events union all from printed order by name
`,
    "shop [2]/report [final].csv": "name\nreport\n",
    "shop [2]/report f.csv": "name\nanother report\n",
    "shop [2]/data{1}.csv": "name\npart\n",
    "shop [2]/lines [1].json": '[{ "name": "event" }]',
    "shop [2]/data/a.csv": "name\na\n",
    "shop [2]/data/b [c].csv": "name\nbracket\n",
    "shop [2]/data/b c.csv": "name\nspace\n",
  });
  const options = { cwd: join(parent, "shop [2]") };
  expect((await runCommand(["run", "--all", "--trust"], options)).code).toBe(0);
  const shown = await runCommand(["show", "all", "--format", "json"], options);
  expect(JSON.parse(shown.stdout).map(({ name }: { name: string }) => name)).toEqual([
    "a",
    "a",
    "bracket",
    "event",
    "part",
    "report",
    "space",
  ]);
  await writeFile(join(options.cwd, "report [final].csv"), "name\nlast report\n");
  const again = await runCommand(["run", "--all", "--reuse", "--trust"], options);
  expect(again.stderr).toContain("✓ all");
});

test("braces in a file's name are none of DuckDB's patterns, which is told", async () => {
  const cwd = await writeProject({
    "headwater.yml":
      'sources: [{ name: s, type: csv, file: "{a,b}.csv" }]\nmodels: [{ name: m, source: ref(s) }]\n',
    "a.csv": "id\n1\n",
  });
  const { stderr } = await runCommand(["run", "--all"], { cwd });
  expect(stderr).toContain("[file-not-found]");
  expect(stderr).toContain("DuckDB's, which knows no braces");
});

test("a value below a merge that cannot be cast is told at the SQL of its model", async () => {
  const project = (merge: string) => ({
    "headwater.yml": `
name: shop
sources: [{ name: places, type: csv, file: places.csv }]
models:
  - { name: fine, source: ref(places) }
  - name: numbered
    source: ref(places)
    sql: |
      select region,
        cast(region as int) as number
      from places
  - name: joined
    models: [ref(fine), ref(numbered)]
    sql: ${merge}
`,
    "places.csv": "region\nnorth\n",
  });
  const below = await writeProject(project("select number from numbered"));
  const found = await runCommand(["run", "joined"], { cwd: below });
  expect(found.stderr).toContain("`places` refused the query: Could not convert string 'north'");
  expect(found.stderr).toContain("--> headwater.yml:10:9");
  expect(found.stderr).toContain("LINE 2:   cast(region as int) as number");
  // The merge's own cast is told at its own SQL.
  const own = await writeProject(project("select region::int from fine"));
  const { stderr } = await runCommand(["run", "joined"], { cwd: own });
  expect(stderr).toContain("DuckDB refused the SQL: Could not convert string 'north'");
  expect(stderr).toContain("--> headwater.yml:14:23");
  expect(stderr).toContain("LINE 1: select region::int from fine");
});
