#!/usr/bin/env bash
# @google-cloud/bigquery moves instants before 1970 that have a fraction of a second by a second.
#
# Guess: `BigQuery.timestamp(text).value` is the same instant as the text, to the microsecond, before 1970 as after.
# Seen:  @google-cloud/bigquery 8.3.1 on Node 20.20.2: '1969-12-31T23:59:59.999999Z' becomes '1970-01-01T00:00:00.999999000Z', one
# second later; '1960-06-01T00:00:00.000001Z' becomes '1960-05-31T23:59:59.000001000Z', one second earlier. Whole seconds and
# everything since 1970 are right. No server is involved; the same code makes the values of query results.
# So whoever reads rows through the client's own values gets other instants than BigQuery has sent, in silence.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @google-cloud/bigquery@8.3.1
cat >check.mjs <<'JS'
import { BigQuery } from "@google-cloud/bigquery";

const seen = {
  "1969-12-31T23:59:59.999999Z": "1970-01-01T00:00:00.999999000Z",
  "1960-06-01T00:00:00.000001Z": "1960-05-31T23:59:59.000001000Z",
};
let changed = false;
for (const [written, wrong] of Object.entries(seen)) {
  const { value } = BigQuery.timestamp(written);
  console.log(`${written} becomes ${value}`);
  changed ||= value !== wrong;
}
const right = BigQuery.timestamp("2024-06-01T00:00:00.000001Z").value;
console.log(`2024-06-01T00:00:00.000001Z becomes ${right}`);
process.exit(changed || !right.startsWith("2024-06-01T00:00:00.000001") ? 1 : 0);
JS
node check.mjs
