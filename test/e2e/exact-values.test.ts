/** The values that are easily bent, from the server over the result and `show` to a cell of a page. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, onTestFinished, test } from "vitest";
import { isNumeric, type LogicalType } from "../../src/contract/logical-type.js";
import type { Value } from "../../src/contract/result.js";
import { DUCKDB_VALUES } from "../conformance/duckdb-values.js";
import { MYSQL_VALUES, VALUES_TABLE } from "../conformance/mysql-values.js";
import { POSTGRESQL_VALUES } from "../conformance/postgresql-values.js";
import { mariadbUnavailable, startMariadb } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres } from "../servers/postgres.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { runCommand } from "../support/command.js";
import { temporaryFolder } from "../support/project.js";
import { serve } from "../support/serve.js";

interface Sample {
  readonly source: object;
  readonly sql: string;
  readonly values: readonly (readonly [type: LogicalType, value: Value])[];
}

test.skipIf(!hasBrowser)("a value is in `show` and in a cell what the connector read", async () => {
  const folder = await temporaryFolder();
  const samples = { ...(await postgresql()), ...(await mysql()), ...(await parquet(folder)) };
  await writeFile(join(folder, "headwater.yml"), JSON.stringify(project(samples)));
  expect(await runCommand(["run", "--all"], { cwd: folder })).toMatchObject({ code: 0 });

  const browser = await startBrowser();
  onTestFinished(() => browser.close());
  const { url } = await serve(folder);
  const { page, faults } = await openPage(browser, new URL(url).origin);
  await page.goto(`${url}/d/Values`);
  for (const [name, { values }] of Object.entries(samples)) {
    const shown = await runCommand(["show", name, "--format", "json"], { cwd: folder });
    const [row] = JSON.parse(shown.stdout) as [Record<string, Value>]; // our own
    expect(Object.values(row)).toEqual(values.map(([, value]) => plainZero(value)));
    const cells = page.getByRole("grid", { name }).locator("tbody td");
    await cells.nth(values.length - 1).waitFor();
    const texts = await cells.evaluateAll((all) => all.map(({ textContent }) => textContent));
    expect(texts.map(ungrouped)).toEqual(values.map(([type, value]) => readable(type, value)));
  }
  expect(faults).toEqual([]);
});

/** JSON has no negative zero. */
function plainZero(value: Value): Value {
  return value === 0 ? 0 : value;
}

/** Thousands are marked where a number is no name of a thing or a year. */
function ungrouped(text: string | null): string {
  return (text ?? "").replaceAll(/,(?=\d{3})/g, "");
}

/** What a reader sees: all digits, names for texts that show nothing, and times without the seconds that are none. */
function readable(type: LogicalType, value: Value): string {
  if (type === "text" && !value) return value === null ? "(null)" : "(empty)";
  if (value === null) return "–";
  if (isNumeric(type)) return numberText(plainZero(value)).replaceAll("-", "−");
  if (type !== "timestamp" && type !== "instant") return String(value);
  return String(value)
    .replace("T", " ")
    .replace("Z", "")
    .replace(/ (\d\d:\d\d):00$/, " $1");
}

/** Digits that come as a text are exact; a double is written with at most six decimals. */
function numberText(value: Value): string {
  if (typeof value !== "number") return String(value);
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-6 && size < 1e21);
  const [digits = "", exponent] = (plain ? value.toFixed(6) : shorter(value)).split("e");
  const short = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
  return exponent === undefined ? short : `${short}e${exponent}`;
}

function shorter(value: number): string {
  const [all, six] = [value.toExponential(), value.toExponential(6)];
  return all.length < six.length ? all : six;
}

function project(samples: Readonly<Record<string, Sample>>): object {
  const all = Object.entries(samples);
  return {
    name: "exact values",
    sources: all.map(([name, { source }]) => ({ name, ...source })),
    models: all.map(([name, { sql }]) => ({ name, source: `ref(${name})`, sql })),
    tables: all.map(([name]) => ({ name, model: `ref(${name})` })),
    dashboards: [
      {
        name: "Values",
        rows: all.map(([name]) => ({ height: "medium", items: [{ table: `ref(${name})` }] })),
      },
    ],
  };
}

async function postgresql(): Promise<Record<string, Sample>> {
  if (postgresUnavailable()) return {};
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  const { host, port, user: username, password, database } = server;
  const list = POSTGRESQL_VALUES.map(({ sql }, index) => `${sql} as c${index}`);
  return {
    postgresql: {
      source: { type: "postgresql", host, port, username, password, database },
      sql: `select ${list.join(", ")}`,
      values: POSTGRESQL_VALUES.map(({ type, value }) => [type, value]),
    },
  };
}

async function mysql(): Promise<Record<string, Sample>> {
  if (mariadbUnavailable()) return {};
  const server = await startMariadb();
  onTestFinished(() => server.stop());
  await server.query(`use shop; ${VALUES_TABLE}`);
  const { host, port, user: username, password, database } = server;
  return {
    mysql: {
      source: { type: "mysql", host, port, username, password, database },
      sql: "select * from zoo",
      values: MYSQL_VALUES.map(({ type, value }) => [type, value]),
    },
  };
}

async function parquet(folder: string): Promise<Record<string, Sample>> {
  const file = join(folder, "values.parquet");
  const list = DUCKDB_VALUES.map(([sql], index) => `${sql} as c${index}`);
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`copy (select ${list.join(", ")}) to '${file}'`);
  connection.closeSync();
  return {
    parquet: {
      source: { type: "parquet", file },
      sql: "select * from parquet",
      values: DUCKDB_VALUES.map(([, type, value]) => [type, value]),
    },
  };
}
