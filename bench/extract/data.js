/**
 * The rows of the extraction benchmark: made once by DuckDB, then loaded into every database from
 * the same text.
 */
import { execFile } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";

const run = promisify(execFile);

/**
 * Sixteen columns. The reals are whole numbers over a power of two, so that every database reads
 * their text exactly; the texts hold quotes, commas, line ends, characters of one to four bytes,
 * and are empty at times.
 */
const ROWS = `
  CASE WHEN i % 10 = 0 THEN 9007199254740993 + i ELSE i END::BIGINT AS id,
  (hash(i) % 2000000)::INTEGER - 1000000 AS quantity,
  (i * 7919 % 100003)::INTEGER AS customer,
  ((hash(i + 7) % 60000)::INTEGER - 30000)::SMALLINT AS store,
  ((hash(i + 1) % 200000000)::BIGINT - 100000000)::DECIMAL(18,0) / 100 AS amount,
  (hash(i + 2) % 1000000)::DECIMAL(18,0) / 100 AS tax,
  ((hash(i + 3) % 1000000007)::DOUBLE - 5e8) / 64 AS ratio,
  CASE WHEN i % 7 = 0 THEN NULL ELSE (hash(i + 4) % 100003)::DOUBLE / 1024 END AS score,
  DATE '1965-01-01' + (hash(i + 5) % 30000)::INTEGER AS ordered_on,
  CASE WHEN i % 5 = 0 THEN NULL ELSE DATE '2000-01-01' + (i % 9000)::INTEGER END AS shipped_on,
  TIMESTAMPTZ '2001-01-01 00:00:00+00' + to_microseconds((hash(i + 6) % 800000000000000)::BIGINT) AS created_at,
  ['new', 'paid', 'sent', 'returned', ''][1 + i % 5] AS status,
  'customer ' || (hash(i + 8) % 1000000) || '@example.org' AS email,
  ['Zürich', 'São Paulo', '東京', 'Kraków "old town"', 'O''Fallon, IL', '😀 city'][1 + i % 6] AS city,
  CASE WHEN i % 20 = 0 THEN 'line one' || chr(10) || 'line "two", ' || i ELSE 'note on order ' || md5(i::VARCHAR) END AS note,
  i % 3 = 0 AS paid`;

const COLUMNS = {
  id: "bigint",
  quantity: "integer",
  customer: "integer",
  store: "smallint",
  amount: "decimal(12,2)",
  tax: "decimal(12,2)",
  ratio: "double precision",
  score: "double precision",
  ordered_on: "date",
  shipped_on: "date",
  created_at: "timestamptz",
  status: "text",
  email: "text",
  city: "text",
  note: "text",
  paid: "boolean",
};

/** Other words for a type, by database. */
const DIALECTS = {
  postgresql: {},
  mysql: {
    timestamptz: "timestamp(6) null",
    text: "varchar(200) character set utf8mb4",
    "double precision": "double",
  },
  sqlite: { timestamptz: "timestamp", "double precision": "real" },
};
const NULLABLE = ["score", "shipped_on"];

/**
 * Makes `orders` in a DuckDB file, and the same as CSV (true as 1, NULL as nothing, texts in
 * quotes).
 */
export async function generate(folder, rows) {
  const database = join(folder, "orders.duckdb");
  const csv = join(folder, "orders.csv");
  const texts = Object.keys(COLUMNS).filter((name) => COLUMNS[name] === "text");
  await withDuckDb(database, async (connection) => {
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`CREATE TABLE orders AS
      SELECT * REPLACE (amount::DECIMAL(12,2) AS amount, tax::DECIMAL(12,2) AS tax)
      FROM (SELECT ${ROWS} FROM range(1, ${rows + 1}) AS numbers(i))`);
    await connection.run(
      `COPY (SELECT * REPLACE (paid::TINYINT AS paid, strftime(created_at, '%Y-%m-%d %H:%M:%S.%f') AS created_at) FROM orders)
       TO '${csv}' (FORMAT csv, HEADER false, FORCE_QUOTE (${texts.join(", ")}))`,
    );
  });
  chmodSync(folder, 0o755);
  return { database, csv };
}

export async function withDuckDb(file, work) {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export async function fillPostgres(server, csv) {
  await server.query(
    `set timezone = 'UTC'; create table orders(${definitions("postgresql")}); copy orders from '${csv}' (format csv)`,
  );
  await server.query("vacuum analyze orders");
}

export async function fillMariadb(server, csv) {
  const fields = Object.keys(COLUMNS).map((name) => (NULLABLE.includes(name) ? `@${name}` : name));
  const assignments = NULLABLE.map((name) => `${name} = nullif(@${name}, '')`);
  await server.query(
    `use ${server.database}; create table orders(${definitions("mysql")}) engine = aria transactional = 0;
     set time_zone = '+00:00';
     load data infile '${csv}' into table orders character set utf8mb4
       fields terminated by ',' optionally enclosed by '"' escaped by '' lines terminated by '\\n'
       (${fields.join(", ")}) set ${assignments.join(", ")}; select 1`,
  );
}

/** The client's import knows no NULL and no types: a second step puts them in. */
export async function fillSqlite(database, csv) {
  rmSync(database, { force: true });
  const values = Object.keys(COLUMNS).map((name) => {
    if (NULLABLE.includes(name)) return `nullif(${name}, '')`;
    return name === "created_at" ? `${name} || 'Z'` : name;
  });
  const script = `pragma journal_mode = off; pragma synchronous = off;
create table orders(${definitions("sqlite")});
create table raw(${Object.keys(COLUMNS).join(", ")});
.mode csv
.import '${csv}' raw
insert into orders select ${values.join(", ")} from raw;
drop table raw;
vacuum;
`;
  const child = run("sqlite3", ["-batch", database]);
  child.child.stdin.end(script);
  await child;
}

function definitions(dialect) {
  return Object.entries(COLUMNS)
    .map(([name, type]) => `${name} ${DIALECTS[dialect][type] ?? type}`)
    .join(", ");
}

/**
 * Rows that are in one of both only: every value of the Parquet file beside the row that it was
 * made from, in the types that the database gave its columns.
 */
export async function differences(database, parquet) {
  return withDuckDb(":memory:", async (connection) => {
    await connection.run(`SET TimeZone = 'UTC'; ATTACH '${database}' AS made (READ_ONLY)`);
    const landed = `read_parquet('${parquet}')`;
    const described = await connection.runAndReadAll(`DESCRIBE FROM ${landed}`);
    const list = described.getRows().map(([name, type]) => `${name}::${type} AS ${name}`);
    const made = `SELECT ${list.join(", ")} FROM made.orders`;

    const counted = await connection.runAndReadAll(
      `SELECT (SELECT count(*) FROM (${made} EXCEPT ALL FROM ${landed})),
              (SELECT count(*) FROM (FROM ${landed} EXCEPT ALL ${made})), (SELECT count(*) FROM ${landed})`,
    );
    const [missing, added, rows] = counted.getRows()[0].map(Number);
    return { missing, added, rows };
  });
}
