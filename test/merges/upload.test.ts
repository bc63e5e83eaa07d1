/**
 * Models that a Trino does not reach and that are too large to be sent along: they become tables of
 * it as long as the merge runs, value by value what they were, or the merge says why not.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openState } from "../../src/engine/state/state.js";
import { storedRows } from "../../src/engine/stored-rows.js";
import type { Project } from "../../src/project/project.js";
import { createReaders } from "../../src/readers/readers.js";
import type { Batch } from "../../src/rows/batch.js";
import { newUploadName } from "../../src/sources/upload-names.js";
import { openTrino } from "../conformance/open-trino.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { ownTrinoUnavailable, startTrino, type TrinoServer } from "../servers/trino.js";
import { runCli, startCli } from "../support/cli.js";
import { loadFiles } from "../support/load-files.js";
import { writeProject } from "../support/project.js";
import { runOnce } from "../support/run-project.js";
import { keptHosts } from "../support/kept-hosts.js";

/** Milliseconds: a Trino that has just started is slow. */
const FIRST = 300_000;

const unavailable = ownTrinoUnavailable() ?? postgresUnavailable() ?? mariadbUnavailable();
let postgres: PostgresServer;
let mariadb: MariadbServer;
let trino: TrinoServer;

beforeAll(async () => {
  if (unavailable !== undefined) return;
  [postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()]);
  trino = await startTrino({
    catalogs: {
      crm: {
        "connector.name": "postgresql",
        "connection-url": `jdbc:postgresql://127.0.0.1:${postgres.port}/${postgres.database}`,
        "connection-user": postgres.user,
        "connection-password": postgres.password,
      },
      erp: {
        "connector.name": "mysql",
        "connection-url": `jdbc:mysql://127.0.0.1:${mariadb.port}?useServerPrepStmts=true`,
        "connection-user": mariadb.user,
        "connection-password": mariadb.password,
      },
    },
  });
}, FIRST);

afterAll(() => Promise.all([trino, postgres, mariadb].map((server) => server?.stop())));

/** Rows of a file's source, whose SQL is DuckDB's; \`far\` are fields of the Trino source. */
function filesOf(models: string, far: string): Record<string, string> {
  return {
    "one.csv": "n\n1\n",
    "headwater.yml": `
name: up
sources:
  - { name: file, type: csv, file: one.csv }
  - { name: far, type: trino, host: ${trino.host}, port: ${trino.port}, username: headwater, sslmode: disable,
      ${far} }
models:
${models}
`,
  };
}

async function tablesIn(schema: string): Promise<string[]> {
  return (await trino.query(`show tables from ${schema}`)).map(([name]) => String(name)).toSorted();
}

/** What a run makes of a project's models. */
async function run(
  project: Project,
  options: { readonly all?: true; readonly selection?: string },
) {
  const { manifest } = await runOnce(project, options);
  const state = openState(project);
  const readers = createReaders({
    temporaryDirectory: join(project.root, "target"),
    hosts: keptHosts,
  });
  const { signal } = new AbortController();
  const entry = (name: string) => manifest?.objects[`model:${name}`];
  return {
    entry,
    /** In any order. */
    async rows(name: string): Promise<string[]> {
      const artifact = entry(name)?.artifact;
      if (!artifact) throw new Error(JSON.stringify(entry(name)?.diagnostics));
      const rows = { names: [{ table: "rows" }], ...storedRows(artifact, state) };
      const scope = { tables: [rows], timeZone: "UTC" };
      const { result } = await readers.embedded.rows('from "rows"', 1e6, scope, { signal });
      return Array.from({ length: result.rows }, (_, row) =>
        JSON.stringify(result.columns.map(({ values }) => said(values[row]))),
      ).toSorted();
    },
    close: () => readers.close(),
  };
}

async function* none(): AsyncGenerator<Batch> {
  // No row comes.
}

/** JSON knows no sign of zero. */
function said(value: unknown): unknown {
  return Object.is(value, -0) ? "-0" : value;
}

const WIDE = `
select i as id, (i % 256 - 128)::tinyint as i8, (i % 65536 - 32768)::smallint as i16, (i * 357913 - 2147483648)::integer as i32,
  (9223372036854775807 - i)::bigint as i64, (i % 256)::utinyint as u8, (i % 65536)::usmallint as u16,
  (4294967295 - i)::uinteger as u32, (18446744073709551615::ubigint - i::ubigint) as u64, i % 2 = 0 as yes,
  ('99999999999999999999999999999999999999'::decimal(38, 0) - i) as whole,
  ('0.00000000000000000000000000000000000001'::decimal(38, 38) * (i % 7 + 1)::tinyint)::decimal(38, 38) as tiny,
  (i / 7.0)::decimal(38, 10) as money,
  case i % 5 when 0 then 'NaN' when 1 then '-Infinity' when 2 then '-0.0' when 3 then '4.9e-324' else (0.1 * i)::varchar end::double as f8,
  case i % 4 when 0 then 'NaN' when 1 then 'Infinity' when 2 then '-0.0' else (0.1 * i)::varchar end::float as f4,
  case i % 7 when 0 then '' when 1 then null when 2 then 'it''s "so" \\\\ %s' when 3 then 'x  ' when 4 then 'ö😀' when 5 then 'null' else chr(10) || '], [' end as s,
  date '0001-01-01' + (i * 300)::integer as d, time '23:59:59.999999' as t,
  timestamp '1024-02-29 23:59:59.123456' + to_seconds(i * 2654435) as ts,
  timestamptz '1924-03-31 01:30:00.000001+00' + to_seconds(i * 265443) as tz,
  case when i % 3 > 0 then from_hex(lpad(to_hex(i), 8, '0')) end as b,
  uuid '00000000-0000-0000-0000-000000000001' as u, repeat('x', (i % 3)::integer) as "A long name, of more than sixty-three letters, that a database would cut"
from range(12000) rows(i)`;

test.skipIf(unavailable !== undefined).for(["memory.default", "crm.public"])(
  "each value that goes to %s and back is what it was",
  { timeout: FIRST },
  async (place) => {
    const wide = JSON.stringify(WIDE.replaceAll("\n", " "));
    const project = await loadFiles(
      filesOf(
        `  - { name: wide, source: ref(file), sql: ${wide} }
  - { name: few, source: ref(file), sql: "select i as id from range(9) rows(i)" }
  - { name: summed, source: ref(file), sql: "select i // 100 as g, sum((i / 8)::decimal(20, 3)) as total from range(1200000) rows(i) group by 1" }
  - { name: here, models: [ref(wide)], sql: select * from wide }
  - { name: there, models: [ref(wide)], engine: ref(far), sql: select * from wide }
  - { name: joined, models: [ref(wide), ref(few)], engine: ref(far), sql: "select id, s from wide join few using (id)" }
  - { name: sums here, models: [ref(summed)], sql: "select g, total from summed" }
  - { name: sums there, models: [ref(summed)], engine: ref(far), sql: "select g, total from summed" }`,
        `upload: ${place}`,
      ),
    );
    const found = await run(project, { all: true });
    const here = await found.rows("here");
    expect(here).toHaveLength(12_000);
    expect(await found.rows("there")).toEqual(here);
    expect(await found.rows("sums there")).toEqual(await found.rows("sums here"));
    expect(found.entry("there")).toMatchObject({
      engine: "far",
      legs: [{ model: "model:wide", how: "uploaded", rows: 12_000, ofColumns: 23 }],
    });
    expect(found.entry("joined")).toMatchObject({
      artifact: { rows: 9 },
      legs: [
        { model: "model:wide", how: "uploaded" },
        { model: "model:few", how: "sent", rows: 9 },
      ],
    });
    await found.close();
    expect(await tablesIn(place)).toEqual([]);
  },
);

test.skipIf(unavailable !== undefined)(
  "few rows that are long are uploaded, and texts with NUL",
  async () => {
    const project = await loadFiles(
      filesOf(
        `  - { name: long, source: ref(file), sql: "select i, repeat('x', 1000) || chr(0) as s from range(300) rows(i)" }
  - { name: short, source: ref(file), sql: "select i from range(300) rows(i)" }
  - { name: there, models: [ref(long), ref(short)], engine: ref(far), sql: "select i, length(s) as n, position(chr(0) in s) as at from long join short using (i)" }`,
        "upload: memory.default",
      ),
    );
    const found = await run(project, { selection: "there" });
    expect(found.entry("there")).toMatchObject({
      legs: [
        { model: "model:long", how: "uploaded", rows: 300 },
        { model: "model:short", how: "sent", rows: 300 },
      ],
    });
    expect((await found.rows("there"))[0]).toBe("[0,1001,1001]");
    await found.close();
  },
  FIRST,
);

const MANY = (rows: number) =>
  `  - { name: many, source: ref(file), sql: "select i, time '12:00:00.123456' as t, repeat('x', 50) as s from range(${rows}) rows(i)" }
  - { name: own, source: ref(far), sql: select 1 as one }
  - { name: there, models: [ref(many), ref(own)], engine: ref(far), sql: select count(*) as n from many cross join own }`;

test.skipIf(unavailable !== undefined).for([
  // This connector of Trino makes a column of whole seconds, and says nothing.
  ["erp.DATABASE", "upload: erp.DATABASE", "upload-changed", "keeps values of `t` as others"],
  ["memory.default", "upload: memory.nowhere", "upload-refused", "Schema nowhere not found"],
  ["memory.default", "upload: nowhere.default", "upload-refused", "Catalog 'nowhere' not found"],
  [
    "memory.default",
    "upload: memory.default, upload_max_rows: 11000",
    "merge-model-too-large",
    "more than the 11,000 rows that are uploaded",
  ],
  [
    "memory.default",
    "upload: memory.default, upload_max_bytes: 50000",
    "upload-too-large",
    "more than the 50 kB that are uploaded",
  ],
  [
    "memory.default",
    "client_tags: [bi]",
    "merge-model-too-large",
    "10,000 rows that are sent along",
  ],
] as const)("with %s, %s: %s", { timeout: FIRST }, async ([place, far, code, words]) => {
  const fields = far.replace("DATABASE", mariadb.database);
  const project = await loadFiles(filesOf(MANY(12_000), fields));
  const found = await run(project, { selection: "there" });
  const [diagnostic, ...others] = found.entry("there")?.diagnostics ?? [];
  expect(diagnostic).toMatchObject({ code, message: expect.stringContaining(words) });
  expect(others).toEqual([]);
  // Where it is named, below the source's first line.
  if (code.startsWith("upload-")) expect(diagnostic?.at?.start.line).toBe(6);
  await found.close();
  expect(await tablesIn(place.replace("DATABASE", mariadb.database))).toEqual([]);
});

test.skipIf(unavailable !== undefined)(
  "a cancelled merge leaves no table",
  async () => {
    const project = await loadFiles(filesOf(MANY(900_000), "upload: crm.public"));
    const stop = new AbortController();
    const running = runOnce(project, { selection: "there", signal: stop.signal });
    await expect.poll(() => tablesIn("crm.public"), { timeout: 60_000 }).not.toEqual([]);
    stop.abort();
    const { manifest } = await running;
    expect(manifest?.objects["model:there"]).toMatchObject({ status: "cancelled" });
    expect(await tablesIn("crm.public")).toEqual([]);
  },
  FIRST,
);

test.skipIf(unavailable !== undefined)(
  "the next run drops what a killed one has left, and nothing of anybody else",
  async () => {
    const cwd = await writeProject(filesOf(MANY(900_000), "upload: memory.default"));
    const killed = startCli(["run", "there"], { cwd });
    await expect.poll(() => tablesIn("memory.default"), { timeout: 60_000 }).not.toEqual([]);
    const ended = new Promise((resolve) => killed.once("close", resolve));
    killed.kill("SIGKILL");
    await ended;
    const [left = ""] = await tablesIn("memory.default");
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const living = newUploadName(new Date());
    const dead = living.replace(`_${process.pid}_`, `_${pid}_`);
    const elsewhere = living.replace(/(t\d{6}_)\w{8}/, "$100000000");
    const old = "hw_20200101t000000_00000000_1_00000000_000000";
    for (const name of [dead, living, elsewhere, old, "hw_sales", "orders"]) {
      await trino.query(`create table memory.default.${name} as select 1 as n`);
    }
    expect(await tablesIn("memory.default")).toContain(left);
    const project = await loadFiles(filesOf(MANY(12_000), "upload: memory.default"));
    const found = await run(project, { selection: "there" });
    expect(await found.rows("there")).toEqual(["[12000]"]);
    await found.close();
    const kept = [living, elsewhere, "hw_sales", "orders"].toSorted();
    expect(await tablesIn("memory.default")).toEqual(kept);
    for (const name of kept) await trino.query(`drop table memory.default.${name}`);
  },
  FIRST,
);

test.skipIf(unavailable !== undefined)(
  "a table that cannot be dropped is told",
  async () => {
    const { host, port } = trino;
    const source = await openTrino({ host, port }, { upload: "crm.public" });
    const name = newUploadName(new Date());
    const table = {
      model: "one",
      name,
      columns: [{ name: "n", type: "int32" as const }],
      open: async () => ({ columns: [], warnings: [], batches: none() }),
    };
    const { signal } = new AbortController();
    const request = { tables: [table], signal, onProgress: () => undefined };
    const done = await source.withTables?.(request, async () => {
      await postgres.query(`create view holding as select * from "${name}"`);
      return "rows";
    });
    expect(done).toMatchObject({
      made: "rows",
      warnings: [{ code: "upload-left", message: expect.stringContaining(name) }],
    });
    await source.close();
    await postgres.query(`drop view holding; drop table "${name}"`);
  },
  FIRST,
);

test.skipIf(unavailable !== undefined)(
  "a look before a run makes no table and says what would be uploaded",
  async () => {
    const cwd = await writeProject(filesOf(MANY(12_000), "upload: memory.default"));
    const made = () =>
      trino.query("select count(*) from system.runtime.queries where query like 'create table%'");
    const before = await made();
    const checked = await runCli(["run", "--check", "there"], { cwd });
    expect(checked).toMatchObject({ code: 0 });
    const explained = await runCli(["explain", "there"], { cwd });
    expect(explained.stdout).toContain(
      "or uploaded to memory.default there where they are more than 10,000",
    );
    expect(explained.stdout).toContain("-- engine far: moves about 12,000 rows");
    const doctor = await runCli(["sources", "check", "far"], { cwd });
    expect(doctor.stdout).toMatch(/uploads to\s+`memory.default`/);
    const wrong = await writeProject(filesOf(MANY(1), "upload: memory.nowhere"));
    const told = await runCli(["sources", "check", "far"], { cwd: wrong });
    expect(told.stdout).toContain("no table can be made in `memory.nowhere`: ");
    expect(told.code).not.toBe(0);
    expect(await made()).toEqual(before);
    expect(await tablesIn("memory.default")).toEqual([]);
  },
  FIRST,
);
