#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1): the first line break of a CSV file decides how all its lines end, also one that stands
# between quotes.
#
# Input: what Excel writes for a header with a line break in a cell: LF between the quotes, CRLF at the end of each line (RFC 4180).
# Guess: what is between quotes says nothing about the lines.
# Seen:  the table has no rows, without an error; with LF in both places, and with the same cell in a later line, it has both.
#        Without a header (`header = false`) the same file is refused with "Value with unterminated quote found", though each is closed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1
cat >seen.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const files = {
  "in the header": '"unit\nprice",b\r\n1,x\r\n2,y\r\n',
  "LF everywhere": '"unit\nprice",b\n1,x\n2,y\n',
  "in a later line": 'a,b\r\n"unit\nprice",x\r\n2,y\r\n',
};
for (const [name, text] of Object.entries(files)) {
  writeFileSync("in.csv", text);
  const seen = await connection
    .runAndReadAll(`SELECT count(*) FROM read_csv('in.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {a: 'VARCHAR', b: 'VARCHAR'})`)
    .then(
      (result) => `${result.getRows().flat()} rows`,
      (error) => /^Value with.*|^.*state machine[^.]*/m.exec(error.message)?.[0] ?? error.message,
    );
  console.log(`${name}: ${seen}`);
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
in the header: 0 rows
LF everywhere: 2 rows
in a later line: 2 rows
SEEN
