#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1): date_trunc of a date column fails when the only value in it is infinity.
#
# Guess: date_trunc('month', 'infinity') is infinity in every table, as it is for a literal and in PostgreSQL.
# Seen:  a table whose dates are all 'infinity' is refused with "Date and time not in timestamp range", also beside NULL. As soon as the
#        table has had another date it works, and goes on to work when that row is deleted. So a query fails by what the table holds:
#        a list of contracts of which none has an end yet. Dates that are cast to TIMESTAMP first are cut in every table.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const show = async (name, sql) => {
  const seen = await connection.runAndReadAll(sql).then(
    (result) => result.getRows().flat().map(String).join(" | "),
    (error) => error.message.split("\n")[0],
  );
  console.log(`${name}: ${seen}`);
};
const cut = "SELECT date_trunc('month', d)::VARCHAR FROM t";
await show("literal", "SELECT date_trunc('month', 'infinity'::DATE)::VARCHAR");
await connection.run("CREATE TABLE t(d DATE); INSERT INTO t VALUES ('infinity'), ('infinity')");
await show("infinity only", cut);
await show("cast first", "SELECT date_trunc('month', d::TIMESTAMP)::VARCHAR FROM t");
await show("time_bucket", "SELECT time_bucket(INTERVAL 1 MONTH, d)::VARCHAR FROM t");
await connection.run("INSERT INTO t VALUES (NULL)");
await show("with NULL", cut);
await connection.run("INSERT INTO t VALUES ('2024-02-29')");
await show("with another date", cut);
await connection.run("DELETE FROM t WHERE d = '2024-02-29'");
await show("that date deleted", cut);
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
literal: infinity
infinity only: Conversion Error: Date and time not in timestamp range
cast first: infinity | infinity
time_bucket: infinity | infinity
with NULL: Conversion Error: Date and time not in timestamp range
with another date: infinity | infinity | null | 2024-02-01 00:00:00
that date deleted: infinity | infinity | null
SEEN
