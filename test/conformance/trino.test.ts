import { HOSTILE } from "../support/hostile-statements.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckStage, Source } from "../../src/sources/contract.js";
import { serverTarget } from "../../src/sources/server/server-target.js";
import { trino as trinoType } from "../../src/sources/trino/config.js";
import { connect } from "../../src/sources/trino/connect.js";
import { trino } from "../../src/sql/dialects/trino/dialect.js";
import { startTrino, trinoUnavailable, type TrinoServer } from "../servers/trino.js";
import { runCommand } from "../support/command.js";
import { writeProject } from "../support/project.js";
import { collect, refusal } from "./collect.js";
import { behavesLikeConnector } from "./connector.js";
import { openTrino } from "./open-trino.js";
import { TRINO_VALUES } from "./trino-values.js";

const missing = trinoUnavailable();
/** A server takes half a minute to start: the file shares one. */
let shared: Promise<TrinoServer> | undefined;
const server = () => (shared ??= startTrino());
const SCHEMA = `headwater_${process.pid}`;

beforeAll(async () => {
  if (missing !== undefined) return;
  const { query } = await server();
  await query(`create schema memory.${SCHEMA}`);
  await query(`create table memory.${SCHEMA}.items as select 1 as id, 'one' as label`);
}, 300_000);
afterAll(async () => {
  const started = await shared;
  for (const table of ["items", "orders"]) {
    await started?.query(`drop table if exists memory.${SCHEMA}.${table}`);
  }
  await started?.query(`drop schema if exists memory.${SCHEMA}`);
  await started?.stop();
}, 300_000);

behavesLikeConnector(
  "trino",
  async () => {
    const trino = await server();
    const table = `memory.${SCHEMA}.items`;
    return {
      open: () => openTrino(trino, { catalog: "memory", db_schema: SCHEMA }),
      sql: {
        // One sequence has 10,000 values at most.
        numbers: (rows) =>
          `select a * 1000 + b as n from unnest(sequence(0, ${Math.floor(rows / 1000)})) as x(a) cross join unnest(sequence(1, 1000)) as y(b) where a * 1000 + b <= ${rows} order by n`,
        empty: "select id, label from items where false; -- nothing",
        emptyAndNull: "select '' as a, cast(null as varchar) as b",
        sameNameTwice: "select 1 as a, 2 as a",
        unknownColumn: "select nowhere from items",
        syntaxError: "select from where",
        refused: [...HOSTILE.trino, `drop schema memory.${SCHEMA} cascade`],
      },
      table: { schema: SCHEMA, name: "items", columns: ["id", "label"] },
      fingerprint: async () =>
        JSON.stringify([
          await trino.query(`select * from ${table}`),
          await trino.query(`show tables from memory.${SCHEMA}`),
          await trino.query("show schemas from memory"),
        ]),
      close: async () => undefined,
    };
  },
  missing,
);

describe.skipIf(missing)("trino", () => {
  let source: Source;
  beforeAll(async () => {
    source = await openTrino(await server(), { catalog: "tpch", db_schema: "tiny" });
  });
  afterAll(() => source?.close());

  test("values keep their type and every digit", async () => {
    const list = TRINO_VALUES.map(({ sql }, index) => `${sql} as c${index}`).join(", ");
    const { columns, values, warnings } = await collect(source, `select ${list}`);
    const seen = TRINO_VALUES.map((wanted, index) => ({
      ...wanted,
      type: columns[index]?.type,
      value: values[index]?.[0],
    }));
    expect(seen).toEqual(TRINO_VALUES);
    expect(await source.describe(`select ${list}`)).toEqual(columns);
    expect(warnings).toEqual([]);
  });

  test.each([
    ["timestamp '2024-01-01 00:00:00.1234567'", "2024-01-01 00:00:00.1234567"],
    ["time '01:02:03.000000001'", "01:02:03.000000001"],
    [
      "timestamp '2024-10-27 00:30 UTC' at time zone 'Europe/Berlin'",
      "2024-10-27 02:30:00 Europe/Berlin",
    ],
  ])("what no column holds as it is becomes Trino's own text: %s", async (sql, text) => {
    const { columns, values, contradictions } = await collect(source, `select ${sql} as t`);
    expect(columns[0]?.type).toBe("text");
    expect(values).toEqual([[text]]);
    expect(contradictions).toHaveLength(1);
  });

  test.each([{ catalog: "nope" }, { catalog: "tpch", catalogs: { shop: "nope" } }])(
    "the doctor tells a catalog that is not there: %o",
    async (fields) => {
      const wrong = await openTrino(await server(), { db_schema: "tiny", ...fields });
      const found: CheckStage[] = [];
      for await (const stage of wrong.check()) found.push(stage);
      await wrong.close();
      expect(found.at(-1)).toMatchObject({
        ok: false,
        diagnostic: { code: "source-catalog-unknown", message: expect.stringContaining("`nope`") },
      });
    },
  );

  test.each(["nonsense", "tpch.nonsense", "nope.nonsense"])(
    "a session property that is not there is told once, as itself: %s",
    async (name) => {
      const wrong = await openTrino(await server(), { session_properties: { [name]: 1 } });
      const failed: CheckStage[] = [];
      for await (const stage of wrong.check()) if (!stage.ok) failed.push(stage);
      const said = await refusal(wrong.describe("select 1"));
      await wrong.close();
      expect(failed.map(({ diagnostic }) => diagnostic?.code)).toEqual(["source-property-refused"]);
      expect(said).toEqual(failed[0]?.diagnostic);
      expect(said.message).toContain(name.startsWith("nope") ? "'nope'" : `'${name}'`);
    },
  );

  test("a sketch is text, with a warning", async () => {
    const { columns, warnings } = await collect(source, "select approx_set(1) as s");
    expect(columns[0]).toMatchObject({ type: "text", nativeType: "HyperLogLog" });
    expect(warnings.map(({ code }) => code)).toEqual(["column-type-unknown"]);
  });

  test("the place of a fault is shown in the user's own text", async () => {
    const sql = "select '😀',\n  nowhere from region;";
    const said = await refusal(collect(source, sql));
    expect(said).toMatchObject({ code: "query-name-unknown" });
    expect(said.detail).toBe("line 2:   nowhere from region;\n          ^");
    expect(await refusal(source.describe(sql))).toEqual(said);
  });
});

describe.skipIf(missing)("what is written for trino", () => {
  let source: Source;
  beforeAll(async () => {
    source = await openTrino(await server());
  });
  afterAll(() => source?.close());

  const GRAINS = ["day", "week", "month", "quarter", "year"] as const;

  test("days, weeks on Mondays, months and so on begin where they should", async () => {
    const columns = [
      ["date '2024-11-03'", "date"],
      ["timestamp '2024-11-03 23:59:59.999999'", "timestamp"],
      // In Berlin it is past midnight.
      ["timestamp '2024-11-02 23:30 UTC'", "instant"],
    ] as const;
    for (const [sql, type] of columns) {
      const list = GRAINS.map((grain) => trino.cutToGrain(sql, grain, type, "Europe/Berlin"));
      const { columns: cut, values } = await collect(source, `select ${list.join(", ")}`);
      expect(cut.map((column) => column.type)).toEqual(GRAINS.map(() => "date"));
      expect(values.flat()).toEqual([
        "2024-11-03",
        "2024-10-28",
        "2024-11-01",
        "2024-10-01",
        "2024-01-01",
      ]);
    }
  });

  test("steps of numbers begin where they should, below zero too", async () => {
    const cut = [
      trino.cutToStep("-7", "5", "int32"),
      trino.cutToStep("decimal '7.30'", "0.25", "decimal(3,2)"),
      trino.cutToStep("decimal '-0.10'", "0.25", "decimal(2,2)"),
      trino.cutToStep("double '-7.5'", "5", "float64"),
      trino.cutToStep("real '29.99'", "10", "float32"),
    ];
    const { values } = await collect(source, `select ${cut.join(", ")}`);
    expect(values.flat().map(Number)).toEqual([-10, 7.25, -0.25, -10, 20]);
  });

  test.each([
    ["1", "bigint", "number", ["1", "2.5", "-9007199254740993", "12345678901234567890"]],
    ["decimal '1.50'", "decimal(3,2)", "number", ["1.5", "1", "99999999999999999999.123"]],
    ["double '1.5'", "double", "double", ["1.5", "1e300", "-0.0"]],
    ["nan()", "double", "double", ["1.5"]],
    [String.raw`'a_b%''\\é😀'`, "varchar(9)", "text", [String.raw`a_b%'\\é😀`, "a", "zzz", ""]],
    ["true", "boolean", "bool", ["true", "false"]],
    ["date '2024-02-29'", "date", "date", ["2024-02-29", "1969-12-31"]],
    [
      "timestamp '2024-02-29 01:02:03.123456'",
      "timestamp(6)",
      "timestamp",
      ["2024-02-29 01:02:03.123456"],
    ],
    [
      "timestamp '2024-02-29 01:02 +02:00'",
      "timestamp(0) with time zone",
      "instant",
      ["2024-02-28 23:02:00"],
    ],
    [
      "uuid '12151fd2-7586-11e9-8f9e-2a86e4085a59'",
      "uuid",
      "uuid",
      ["12151fd2-7586-11e9-8f9e-2a86e4085a59"],
    ],
  ] as const)(
    "conditions on %s are Trino's SQL, and as wide as they should be",
    async (sql, nativeType, kind, texts) => {
      const { pushDown } = trino;
      const [column] = await source.describe(`select ${sql} as c`);
      expect(pushDown.kindOf({ type: column?.type ?? "text", nativeType })).toBe(kind);
      const constants = texts.map((text) => ({ kind, text }));
      const conditions = [
        ...constants.flatMap((constant) =>
          (["=", "<>", "<", "<=", ">", ">="] as const).map((one) =>
            pushDown.compare("c", one, constant),
          ),
        ),
        pushDown.isAnyOf("c", constants),
        pushDown.isNull("c", kind),
        ...(kind === "text" ? texts.map((text) => pushDown.startsWith("c", text)) : []),
      ];
      const list = conditions.filter((one) => one !== undefined);
      const { values } = await collect(
        source,
        `select ${list.join(", ")} from (select ${sql}) as t(c)`,
      );
      const truth = new Map(list.map((condition, index) => [condition, values[index]?.[0]]));
      // The first constant is the value itself, but where there is none for it.
      const itself = sql !== "nan()";
      const first = { kind, text: texts[0] };
      expect(truth.get(pushDown.compare("c", "=", first) ?? "")).toBe(itself);
      expect(truth.get(pushDown.compare("c", ">=", first) ?? "")).toBe(true);
      expect(truth.get(pushDown.isAnyOf("c", constants) ?? "")).toBe(itself);
      if (kind === "text") expect(truth.get(pushDown.startsWith("c", first.text) ?? "")).toBe(true);
    },
  );

  test("a transaction lets nothing be changed that the list of statements would let through", async () => {
    const { host, port } = await server();
    const config = trinoType.config.parse({ host, port, username: "headwater" });
    const context = { name: "lake", queryTag: "headwater/tests", secrets: [] };
    const target = serverTarget({ ...config, port, database: "" }, context, { socketPath: "" });
    const session = await connect(target, config, undefined, undefined);
    const table = `memory.${SCHEMA}.items`;
    for (const statement of [
      `insert into ${table} values (2, 'two')`,
      `drop table ${table}`,
      `truncate table ${table}`,
      `alter table ${table} rename to ${table}_2`,
      `comment on table ${table} is 'mine'`,
      `create schema memory.${SCHEMA}_2`,
      `create view memory.${SCHEMA}.v as select 1 as n`,
      `explain create table ${table}_2 as select 1 as n`,
      `explain analyze create table ${table}_2 as select 1 as n`,
      "call system.runtime.kill_query('20260101_000000_00000_aaaaa', 'no')",
    ]) {
      await session.begin();
      await expect(session.run(statement), statement).rejects.toThrow(
        /read-only transaction|within a transaction/,
      );
      await session.rollback();
    }
    session.end();
  });

  test("a project runs: traces with cohorts, windows and orders, and a merge with a file", async () => {
    const { query, host, port } = await server();
    await query(`create table memory.${SCHEMA}.orders as select * from (values
      (date '2024-01-01', 'a', decimal '2.50', bigint '1'),
      (date '2024-01-01', null, decimal '1.50', 2),
      (date '2024-01-01', 'b', decimal '4.00', 1),
      (date '2024-01-02', 'a', decimal '1.00', 2)) as t(day, shop, total, customer)`);
    const root = await writeProject({
      "customers.csv": "id,region\n1,north\n2,south\n",
      "headwater.yml": `
name: Shop
sources:
  - { name: lake, type: trino, host: ${host}, port: ${port}, username: headwater, catalog: memory, db_schema: ${SCHEMA} }
  - { name: crm, type: csv, file: customers.csv }
models:
  - { name: orders, source: ref(lake), sql: "select * from orders -- all of them" }
  - { name: customers, source: ref(crm) }
  - name: revenue
    models: [ref(orders), ref(customers)]
    sql: select c.region, sum(o.total) as total from orders o join customers c on c.id = o.customer where o.day = '2024-01-01' group by 1 order by 1
traces:
  - name: by shop
    model: ref(orders)
    cohort_on: "?{ shop }"
    props: { type: scatter, x: "?{ date_trunc('month', day) }", y: "?{ sum(total) }" }
    order_by: [ "?{ date_trunc('month', day) }" ]
  - name: best
    model: ref(orders)
    props: { type: scatter, x: "?{ shop }", y: "?{ total }" }
    filters: [ "?{ row_number() over (partition by shop order by total desc) = 1 }", "?{ shop is not null }" ]
    order_by: [ "?{ shop desc }" ]
`,
    });
    const ran = await runCommand(["run", "--all", "--project-dir", root]);
    expect(ran.code === 0 ? "" : ran.stderr).toBe("");
    const shown = async (name: string) =>
      (await runCommand(["show", name, "--format", "csv", "--project-dir", root])).stdout.trim();
    expect(await shown("by shop")).toMatch(
      /\n2024-01-01,3\.50,a\n2024-01-01,4\.00,b\n2024-01-01,1\.50,$/,
    );
    expect(await shown("best")).toMatch(/\nb,4\.00.*\na,2\.50/);
    expect(await shown("revenue")).toBe("region,total\nnorth,6.50\nsouth,1.50");
    const explained = await runCommand(["explain", "revenue", "--project-dir", root]);
    expect(explained.stdout).toContain("day = date '2024-01-01'");
  });
});
