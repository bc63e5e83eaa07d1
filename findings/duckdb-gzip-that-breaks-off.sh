#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1): a gzip file that breaks off is read as one that ends.
#
# Guess: a file without its last bytes, such as a download that was interrupted, is an error, as `gzip -t` says.
# Seen:  `read_csv` of 200,000 rows without the last 20 bytes of the file counts fewer rows, and the last one may be half a
#        value; no error, no warning. A wrong check sum in the last bytes goes unseen in the same way.
# Whoever reads `.csv.gz` with DuckDB must look whether the file is whole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1
cat >seen.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";

const rows = Array.from({ length: 200_000 }, (_, row) => `${row},x${row * 7919}\n`).join("");
const whole = gzipSync(`a,b\n${rows}`);
writeFileSync("whole.csv.gz", whole);
writeFileSync("cut.csv.gz", whole.subarray(0, -20));
const connection = await (await DuckDBInstance.create(":memory:")).connect();
for (const file of ["whole.csv.gz", "cut.csv.gz"]) {
  const seen = await connection
    .runAndReadAll(`SELECT count(*)::INTEGER FROM read_csv('${file}', header = true)`)
    .then(
      (result) => (result.getRows()[0][0] === 200_000 ? "all rows" : "fewer rows"),
      (error) => error.message.split("\n")[0],
    );
  console.log(`${file}: ${seen}`);
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
whole.csv.gz: all rows
cut.csv.gz: fewer rows
SEEN
