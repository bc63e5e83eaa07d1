#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1): a value that shares an expression with sum() of decimals is rounded to the decimals' places.
#
# Guess: coalesce(sum(x), 0.12345) with x of DECIMAL(10,2) is 0.12345 where there are no rows, as with max(x), and as PGlite 0.5.14
#        (PostgreSQL 18) and SQLite have it; or an error says that no type holds both.
# Seen:  0.12. sum() is DECIMAL(38,2), which leaves no digit for further places, and the common type keeps the digits in front of the
#        point. The same in CASE, greatest, lists and UNION ALL; 0.999 becomes 1.00. Comparisons and `+` keep all places.
# A cast to DECIMAL(18,2) or DOUBLE around the sum leaves room for the other value.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1 @electric-sql/pglite@0.5.14
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";
import { PGlite } from "@electric-sql/pglite";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const postgresql = new PGlite();
const queries = [
  "coalesce(sum(x), 0.12345) from t",
  "coalesce(max(x), 0.12345) from t",
  "coalesce(sum(x), 0.999) from t",
  "case when sum(x) > 0 then sum(x) else 0.12345 end from t",
  "greatest(sum(x), 0.12345) from t",
  "sum(x) from t union all select 0.12345 order by 1 limit 1",
  "coalesce(sum(x), 0) + 0.12345 from t",
  "coalesce(cast(sum(x) as decimal(18,2)), 0.12345) from t",
];
const table = "create table t(x decimal(10,2))";
await connection.run(table);
await postgresql.exec(table);
for (const query of queries) {
  const here = (await connection.runAndReadAll(`select ${query}`)).getRows()[0][0];
  const there = (await postgresql.query(`select ${query}`, [], { rowMode: "array" })).rows[0][0];
  console.log(`${query}: ${here}, PostgreSQL ${there}`);
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
coalesce(sum(x), 0.12345) from t: 0.12, PostgreSQL 0.12345
coalesce(max(x), 0.12345) from t: 0.12345, PostgreSQL 0.12345
coalesce(sum(x), 0.999) from t: 1.00, PostgreSQL 0.999
case when sum(x) > 0 then sum(x) else 0.12345 end from t: 0.12, PostgreSQL 0.12345
greatest(sum(x), 0.12345) from t: 0.12, PostgreSQL 0.12345
sum(x) from t union all select 0.12345 order by 1 limit 1: 0.12, PostgreSQL 0.12345
coalesce(sum(x), 0) + 0.12345 from t: 0.12345, PostgreSQL 0.12345
coalesce(cast(sum(x) as decimal(18,2)), 0.12345) from t: 0.12345, PostgreSQL 0.12345
SEEN
