#!/usr/bin/env bash
# PostgreSQL 18 (PGlite 0.5.14; the server 15.18 the same): avg() of doubles overflows where sum() and count() do not.
#
# Guess: avg(x) fails only where sum(x) does, as in DuckDB 1.5.6, SQLite and MariaDB.
# Seen:  0 and 2e154, far below the largest double of 1.8e308, have the sum 2e154 and no mean: "value out of range: overflow". avg() of
#        doubles also gathers the squares of the distances, which only the variance needs. Two equal values of 1e300 have a mean.
# sum(x) / count(x) has no such limit; neither has avg(x::numeric).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.14 @duckdb/node-api@1.5.6-r.1
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";
import { PGlite } from "@electric-sql/pglite";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const postgresql = new PGlite();
for (const [low, high] of [["0", "1e154"], ["0", "2e154"], ["-1e300", "1e300"], ["1e300", "1e300"]]) {
  for (const what of ["avg(x)", "sum(x) / count(x)"]) {
    const sql = `select ${what} from (values (${low}::float8), (${high}::float8)) t(x)`;
    const seen = await postgresql.query(sql, [], { rowMode: "array" }).then(({ rows }) => rows[0][0], (error) => error.message);
    const other = (await connection.runAndReadAll(sql)).getRows()[0][0];
    console.log(`${what} of ${low} and ${high}: ${seen}, DuckDB ${other}`);
  }
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
avg(x) of 0 and 1e154: 5e+153, DuckDB 5e+153
sum(x) / count(x) of 0 and 1e154: 5e+153, DuckDB 5e+153
avg(x) of 0 and 2e154: value out of range: overflow, DuckDB 1e+154
sum(x) / count(x) of 0 and 2e154: 1e+154, DuckDB 1e+154
avg(x) of -1e300 and 1e300: value out of range: overflow, DuckDB 0
sum(x) / count(x) of -1e300 and 1e300: 0, DuckDB 0
avg(x) of 1e300 and 1e300: 1e+300, DuckDB 1e+300
sum(x) / count(x) of 1e300 and 1e300: 1e+300, DuckDB 1e+300
SEEN
