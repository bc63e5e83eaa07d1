/**
 * DuckDB databases below merges: scanned where they lie, whole values, nothing left open, nothing
 * half-read.
 */
import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { writeProject } from "./support/project.js";

async function shop(sql: string, more = ""): Promise<string> {
  const cwd = await writeProject({
    "headwater.yml": `
name: shop
sources:
  - { name: sales, type: duckdb, database: sales.duckdb${more} }
  - { name: regions, type: csv, file: regions.csv }
models:
  - { name: orders, source: ref(sales), sql: "select * from orders" }
  - { name: numbered, source: ref(sales), sql: "select id, uuid() as mark from orders" }
  - { name: region names, source: ref(regions) }
  - { name: marked regions, source: ref(regions), sql: "select region, uuid() as mark from regions" }
  - { name: joined, models: [ref(orders), ref(numbered), ref(region names), ref(marked regions)], sql: '${sql}' }
`,
    "regions.csv": "region,title\n0,North\n1,South\n",
  });
  const instance = await DuckDBInstance.create(join(cwd, "sales.duckdb"));
  const connection = await instance.connect();
  await connection.run(
    "CREATE TABLE orders AS SELECT i AS id, i % 2 AS region, (i * 170141183460469231731687303715884::hugeint) AS big, i::decimal(38,10) / 3 AS amount FROM range(1000) t(i)",
  );
  connection.closeSync();
  instance.closeSync();
  return cwd;
}

const JOIN = `select title, max(big) as big, sum(amount)::decimal(38,6) as amount from orders join "region names" using (region) group by title order by title`;

test("a merge reads a DuckDB database in place, digit for digit", async () => {
  const cwd = await shop(JOIN);
  const explained = await runCommand(["explain", "joined"], { cwd });
  expect(explained.stdout).toContain("read in place from sales (duckdb)");
  const { code, stdout, stderr } = await runCommand(["show", "joined", "--format", "csv"], { cwd });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const [header, north, south] = stdout.trim().split("\n");
  expect(header).toBe("title,big,amount");
  expect(north).toBe(`North,${998n * 170141183460469231731687303715884n},83166.666667`);
  expect(south).toBe(`South,${999n * 170141183460469231731687303715884n},83333.333333`);
  // That is the result; of the database nothing was copied.
  const objects = await readdir(join(cwd, "target/default/objects"));
  expect(objects).toHaveLength(1);
});

test("wide integers and nanoseconds are shown as they are, or that they are cut is said", async () => {
  const cwd = await writeProject({
    "headwater.yml": `
name: wide
sources:
  - { name: wide, type: duckdb, database: wide.duckdb }
  - { name: moved, type: duckdb, database: wide.duckdb, limits: { max_rows: 9 } }
models:
  - { name: values, source: ref(wide), sql: select * from t }
  - { name: same, source: ref(moved), sql: select * from t }
  - name: merged
    models: [ref(values), ref(same)]
    sql: select a.h as h, a.ns as ns, b.h - 1 as less from "values" a join same b on a.h = b.h where b.h > 100000000000000000000
`,
  });
  const instance = await DuckDBInstance.create(join(cwd, "wide.duckdb"));
  const connection = await instance.connect();
  await connection.run(
    "CREATE TABLE t AS SELECT 123456789012345678901234567890123456789::hugeint AS h, timestamp_ns '2024-01-01 00:00:00.123456789' AS ns",
  );
  connection.closeSync();
  instance.closeSync();
  const row = "123456789012345678901234567890123456789,2024-01-01T00:00:00.123456";
  const cut = "warning[nanoseconds-cut]: Times in `ns` were cut to whole microseconds.";
  const values = await runCommand(["show", "values", "--format", "csv"], { cwd });
  expect(values.stdout).toBe(`h,ns\n${row}\n`);
  expect(values.stderr).toContain(cut);
  const merged = await runCommand(["show", "merged", "--format", "csv"], { cwd });
  expect(merged.stdout).toBe(`h,ns,less\n${row},123456789012345678901234567890123456788\n`);
  expect(merged.stderr).toContain(cut);
});

test.for([
  ["a database", "select count(*) as n from numbered a join numbered b using (id, mark)", 1000],
  [
    "a file",
    `select count(*) as n from "marked regions" a join "marked regions" b using (mark)`,
    2,
  ],
] as const)("rows of %s that would differ at each reading are read once", async ([, sql, n]) => {
  const { stdout } = await runCommand(["show", "joined", "--format", "csv"], {
    cwd: await shop(sql),
  });
  expect(stdout).toBe(`n\n${n}\n`);
});

test("a database whose source has a limit is moved, so that its rows are counted", async () => {
  const cwd = await shop(JOIN, ", limits: { max_rows: 10 }");
  const { code, stderr } = await runCommand(["run", "joined"], { cwd });
  expect(code).toBe(3);
  expect(stderr).toContain("too-many-rows");
});

test("a database that is written to meanwhile fails the merge, and names the file", async () => {
  const cwd = await shop("select count(*) as n from orders a, orders b, orders c, range(3)");
  const file = join(cwd, "sales.duckdb");
  const running = runCommand(["run", "joined"], { cwd });
  let touched = 0;
  const timer = setInterval(() => {
    touched += 1;
    void utimes(file, new Date(), new Date(touched * 1000));
  }, 20);
  const { code, stderr } = await running;
  clearInterval(timer);
  expect(code).toBe(3);
  expect(stderr).toContain("database-changed");
  expect(stderr).toContain("sales.duckdb` was written to while it was read");
});
