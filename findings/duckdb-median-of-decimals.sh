#!/usr/bin/env bash
# DuckDB 1.5.5 (@duckdb/node-api 1.5.5-r.5): `median` and `quantile_cont` of decimals cut the middle of two values to the decimals'
# own places; `avg` of the same values does not.
#
# Guess: the continuous median of 1.00 and 1.01 is 1.005, of whatever type, as PostgreSQL's percentile_cont says.
# Seen:  1.00 as DECIMAL(10,2), cut and not rounded; of doubles and of integers the middle has the digits that it needs. `mad` is 0.
# Whoever casts money to a decimal for exact sums gets another median than before: cast to DOUBLE, or to more places, inside it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.5-r.5
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const values = {
  "decimals": "(1.00::DECIMAL(10,2)), (1.01)",
  "more decimals": "(1.00::DECIMAL(10,2)), (1.03)",
  "decimals of three places": "(1.00::DECIMAL(10,3)), (1.01)",
  "doubles": "(1.00::DOUBLE), (1.01)",
  "integers": "(100), (101)",
};
for (const [name, list] of Object.entries(values)) {
  const result = await connection.runAndReadAll(
    `SELECT median(x), quantile_cont(x, 0.5), avg(x), mad(x) FROM (VALUES ${list}) t(x)`,
  );
  console.log(`${name}: ${result.columnTypes()[0]} ${result.getRows()[0].join(" ")}`);
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
decimals: DECIMAL(10,2) 1.00 1.00 1.005 0.00
more decimals: DECIMAL(10,2) 1.01 1.01 1.015 0.01
decimals of three places: DECIMAL(10,3) 1.005 1.005 1.005 0.005
doubles: DOUBLE 1.005 1.005 1.005 0.0050000000000000044
integers: DOUBLE 100.5 100.5 100.5 0.5
SEEN
