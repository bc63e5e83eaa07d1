#!/usr/bin/env bash
# DuckDB 1.5.5 (@duckdb/node-api 1.5.5-r.5): in Parquet files that it writes, all zeros of a column of doubles get the sign of the first,
# where the column has a dictionary.
#
# Guess: what COPY writes is what a table holds, bit for bit; a sign of zero may be lost where values are compared, not where they are stored.
# Seen:  400 rows of which each third is -0.0: read back, all 400 are -0.0, and where 0.0 comes first, none. A table keeps them apart, and
# so does `DICTIONARY_SIZE_LIMIT 0`. NaN and other values are right.
# A report then shows "-0" for what is nought, and 1 / x changes from one infinity to the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.5-r.5
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const negative = async (from) =>
  (await connection.runAndReadAll(`SELECT count(*) FILTER (x::VARCHAR = '-0.0') FROM ${from}`)).getRows()[0][0];
for (const [name, first, other] of [["-0.0 first", "-0.0", "0.0"], ["0.0 first", "0.0", "-0.0"]]) {
  await connection.run(
    `CREATE OR REPLACE TABLE zeros AS SELECT CASE WHEN range % 3 = 0 THEN '${first}'::DOUBLE ELSE '${other}'::DOUBLE END AS x FROM range(400)`,
  );
  console.log(`${name}: ${await negative("zeros")} in the table`);
  for (const options of ["", ", DICTIONARY_SIZE_LIMIT 0"]) {
    await connection.run(`COPY zeros TO 'zeros.parquet' (FORMAT parquet${options})`);
    console.log(`${name}: ${await negative("'zeros.parquet'")} in a file${options}`);
  }
}
JS
node seen.mjs | tee seen
diff seen - <<'SEEN'
-0.0 first: 134 in the table
-0.0 first: 400 in a file
-0.0 first: 134 in a file, DICTIONARY_SIZE_LIMIT 0
0.0 first: 266 in the table
0.0 first: 0 in a file
0.0 first: 266 in a file, DICTIONARY_SIZE_LIMIT 0
SEEN
