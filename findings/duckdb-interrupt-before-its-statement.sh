#!/usr/bin/env bash
# @duckdb/node-api 1.5.6-r.1 (npm): a query that is interrupted while it waits for one of Node's threads runs to its end, and its rows come.
#
# Input: a query of a second and `interrupt()` 50 ms behind it, once alone and once behind eight hashes, which take the same threads.
#
# Guess: the query fails with an interrupt error both times, since it has been sent and has no answer yet.
# Seen:  with busy threads it has not begun when the interrupt comes, and DuckDB forgets one that finds nothing to stop.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
cat >seen.mjs <<'JS'
import { pbkdf2 } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";

const SQL = "select count(*) from range(12000) a, range(12000) b where a.range * b.range % 7 = 3";
for (const hashes of [0, 8]) {
  const connection = await (await DuckDBInstance.create()).connect();
  const busy = Array.from({ length: hashes }, () => promisify(pbkdf2)("a", "b", 400_000, 32, "sha256"));
  const query = connection.runAndReadAll(SQL);
  // It has begun where there is a thread for it.
  await sleep(50);
  connection.interrupt();
  const told = await query.then((found) => `${found.getRows()}`, (error) => error.message);
  console.log(hashes, "hashes:", told);
  await Promise.all(busy);
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
0 hashes: INTERRUPT Error: Interrupted!
8 hashes: 17630204
SEEN
