#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1): `to_json` of NaN and infinity is no JSON, and DuckDB itself does not read it again.
#
# Guess: null, or a text, as JSON has no word for them; or an error.
# Seen:  `[1.5,NaN,Infinity]` of the type JSON, which DuckDB itself calls valid; every other reader of JSON refuses it, `JSON.parse` too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const list = "to_json([1.5, 'nan'::DOUBLE, 'inf'::DOUBLE])";
for (const sql of [`${list}::VARCHAR`, `typeof(${list})`, `json_valid(${list}::VARCHAR)`, `${list}::VARCHAR::JSON`]) {
  const seen = await connection.runAndReadAll(`SELECT ${sql}`).then(
    (result) => String(result.getRows()[0][0]),
    (error) => error.message.split("\n")[0].slice(0, 60),
  );
  console.log(seen);
  if (sql === `${list}::VARCHAR`) {
    try {
      JSON.parse(seen);
      console.log("parsed");
    } catch (error) {
      console.log(error.name);
    }
  }
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
[1.5,NaN,Infinity]
SyntaxError
JSON
true
[1.5,NaN,Infinity]
SEEN
