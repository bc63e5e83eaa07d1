#!/usr/bin/env bash
# DuckDB 1.5.5 for Node (@duckdb/node-api 1.5.5-r.5): an error in the middle of a streamed result looks like its end.
#
# Guess: a query that fails at row 3,000,000 rejects, also when its result is streamed and many rows have been handed out.
# Seen:  `run()` rejects with the conversion error. `stream()` with `fetchChunk()` hands out 2.7 million of 5 million rows, then an
#        empty chunk as at the end; nothing is thrown, and `streamAndReadAll()` resolves with those rows.
# What tells the two apart: begin a transaction before; after an error it is aborted, so that `SELECT 1` is refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.5-r.5
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const sql = "SELECT CASE WHEN i = 3000000 THEN 'x' ELSE i::text END::int AS n FROM range(5000000) t(i)";
const outcome = (promise) => promise.then((text) => text, (error) => `rejected: ${error.message.split("\n")[0]}`);
const judged = (rows) => (rows > 0 && rows < 3_000_000 ? "some rows, no error" : `${rows} rows`);
async function chunks() {
  const result = await connection.stream(sql);
  let rows = 0;
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) rows += chunk.rowCount;
  return judged(rows);
}
console.log(`run: ${await outcome(connection.run(sql).then(() => "all rows"))}`);
console.log(`stream: ${await outcome(chunks())}`);
console.log(`streamAndReadAll: ${await outcome(connection.streamAndReadAll(sql).then((reader) => judged(reader.currentRowCount)))}`);
await connection.run("BEGIN TRANSACTION");
console.log(`stream in a transaction: ${await outcome(chunks())}`);
console.log(`then: ${await outcome(connection.run("SELECT 1").then(() => "fine"))}`);
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
run: rejected: Conversion Error: Could not convert string 'x' to INT32
stream: some rows, no error
streamAndReadAll: some rows, no error
stream in a transaction: some rows, no error
then: rejected: TransactionContext Error: Current transaction is aborted (please ROLLBACK)
SEEN
