#!/usr/bin/env bash
# DuckDB 1.5.5 (@duckdb/node-api 1.5.5-r.5): the last word of a statement is dropped without an error when it begins with a
# letter outside ASCII and the statement could end before it.
#
# Guess: a word too many is a syntax error, in whichever alphabet it is written: `SELECT 1 AS a b` is refused.
# Seen:  `SELECT 1 AS a é` yields a row, `… ORDER BY n убыв` (Russian for `DESC`) yields the rows ascending, and `SELECT 1; é` counts
#        as one statement. In the middle of a statement, or in quotes, the same word is refused as it should be.
# Whoever counts statements or checks a text by DuckDB's parser cannot rely on a word at its end being seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.5-r.5
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const statements = {
  "latin word": "SELECT 1 AS a b",
  "other word": "SELECT 1 AS a é",
  "in quotes": 'SELECT 1 AS a "é"',
  "in the middle": "SELECT n FROM range(3) t(n) é WHERE n > 0",
  "an order": "SELECT n FROM range(3) t(n) ORDER BY n убыв",
};
for (const [name, sql] of Object.entries(statements)) {
  const seen = await connection.runAndReadAll(sql).then(
    (result) => result.getRows().flat().join(" "),
    (error) => error.message.split("\n")[0],
  );
  console.log(`${name}: ${seen}`);
}
console.log(`statements in "SELECT 1; é": ${(await connection.extractStatements("SELECT 1; é")).count}`);
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
latin word: Parser Error: syntax error at or near "b"
other word: 1
in quotes: Parser Error: syntax error at or near ""é""
in the middle: Parser Error: syntax error at or near "é"
an order: 0 1 2
statements in "SELECT 1; é": 1
SEEN
