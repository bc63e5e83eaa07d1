#!/usr/bin/env bash
# DuckDB 1.5.5 (@duckdb/node-api 1.5.5-r.5): `**` at the end of a pattern leaves out linked files that `**/*` finds.
#
# Input: a folder with `a.csv`, `deep/b.csv` and links to files in both places. `**` is documented as any number of
# folders, and at the end of a pattern it stands for all files below. It yields the plain files only, while `**/*`, `*`
# and `deep/*` yield links to files like files. So `read_csv('folder/**')` has fewer rows than `read_csv('folder/**/*')`,
# without an error.
#
# Seen:
#   *     a.csv link.csv
#   **    a.csv deep/b.csv
#   **/*  a.csv deep/b.csv deep/link.csv link.csv
#
# Expected: the same files for `**` and `**/*`; that neither enters linked folders is another matter.
# Exit code 1 when the behaviour is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.5-r.5
mkdir -p data/deep
printf 'n\n1\n' >data/a.csv
printf 'n\n2\n' >data/deep/b.csv
printf 'n\n3\n' >elsewhere.csv
ln -s "$folder/elsewhere.csv" data/link.csv
ln -s "$folder/elsewhere.csv" data/deep/link.csv
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
for (const pattern of ["*", "**", "**/*"]) {
  const result = await connection.runAndReadAll(`SELECT file FROM glob('data/${pattern}') ORDER BY file`);
  console.log(`${pattern.padEnd(5)} ${result.getRows().map(([file]) => file.slice(5)).join(" ")}`);
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
*     a.csv link.csv
**    a.csv deep/b.csv
**/*  a.csv deep/b.csv deep/link.csv link.csv
SEEN
