#!/usr/bin/env bash
# DuckDB 1.5.5 (@duckdb/node-api 1.5.5-r.5): a file that `glob()` has just named is not the file that `read_csv` reads.
#
# Input: a folder with two CSV files, `report [final].csv` and `report f.csv`. `glob('*.csv')` names both. `read_csv` takes
# each of the two names for a pattern again: `[final]` is one of its letters, so it reads `report f.csv` twice and
# `report [final].csv` never, without an error. A query over one file changes its rows when another file appears: while
# `report f.csv` is not there, the same statement reads `report [final].csv`, since DuckDB falls back to the literal name.
#
# Seen:
#   glob:          report [final].csv, report f.csv
#   both by name:  another, another
#   alone:         final
#   with sibling:  another
#   escaped:       final
#
# Expected: names that `glob()` yields are read as they are, or a file that is there by its name goes before the pattern.
# What works is `report [[]final].csv`. Exit code 1 when the behaviour is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.5-r.5
mkdir data
printf 'name\nfinal\n' >'data/report [final].csv'
cat >seen.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const texts = async (sql) => (await connection.runAndReadAll(sql)).getRows().map(([text]) => text);
const read = async (...files) => {
  const list = files.map((file) => `'data/${file}'`).join(", ");
  return (await texts(`SELECT name FROM read_csv([${list}], delim = ',', header = true)`)).join(", ");
};
const alone = await read("report [final].csv");
writeFileSync("data/report f.csv", "name\nanother\n");
const names = (await texts("SELECT file FROM glob('data/*.csv') ORDER BY file")).map((file) => file.slice(5));
console.log(`glob:          ${names.join(", ")}`);
console.log(`both by name:  ${await read(...names)}`);
console.log(`alone:         ${alone}`);
console.log(`with sibling:  ${await read("report [final].csv")}`);
console.log(`escaped:       ${await read("report [[]final].csv")}`);
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
glob:          report [final].csv, report f.csv
both by name:  another, another
alone:         final
with sibling:  another
escaped:       final
SEEN
