#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1): a negative HUGEINT becomes another double than the same number as BIGINT.
#
# Guess: a double is the nearest one, whatever the integer's width, and -x is as near as x.
# Seen:  of 100,000 integers between 2^53 and 2^60 some 3,900 differ by one step when they are negative, none when they are positive.
#        DECIMAL(38,0) does the same.
#        sum() of BIGINT is a HUGEINT, so `sum(x) / 1` of one row is another number than `max(x) / 1` and `avg(x)`.
# A cast of the sum to BIGINT before the division, where it fits, gives the nearest double.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
await connection.run("CREATE TABLE t AS SELECT (-63163249861481685)::BIGINT AS x");
await connection.run("CREATE TABLE many AS SELECT 9007199254740993 + i * 11529215046068 AS x FROM range(100000) r(i)");
const different = (type, sign) => `SELECT count(*) FROM many WHERE (${sign}x)::${type}::DOUBLE <> (${sign}x)::BIGINT::DOUBLE`;
const queries = {
  "as bigint": "SELECT x::DOUBLE FROM t",
  "as hugeint": "SELECT x::HUGEINT::DOUBLE FROM t",
  "max(x) / 1": "SELECT max(x) / 1 FROM t",
  "avg(x)": "SELECT avg(x) FROM t",
  "sum(x) / 1": "SELECT sum(x) / 1 FROM t",
  "sum(x)::BIGINT / 1": "SELECT sum(x)::BIGINT / 1 FROM t",
  "negative hugeints that differ": different("HUGEINT", "-"),
  "positive hugeints that differ": different("HUGEINT", ""),
  "negative decimals that differ": different("DECIMAL(38,0)", "-"),
};
for (const [name, sql] of Object.entries(queries)) console.log(`${name}: ${(await connection.runAndReadAll(sql)).getRows()[0][0]}`);
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
as bigint: -63163249861481690
as hugeint: -63163249861481680
max(x) / 1: -63163249861481690
avg(x): -63163249861481690
sum(x) / 1: -63163249861481680
sum(x)::BIGINT / 1: -63163249861481690
negative hugeints that differ: 3912
positive hugeints that differ: 0
negative decimals that differ: 3912
SEEN
