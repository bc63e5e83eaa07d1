#!/usr/bin/env bash
# sqlglot 30.30.0: translations of plain expressions over columns that give another NULL, quotient or piece of text.
#
# Input: a table `t(a integer, b integer, n integer, s text)` with the row (5, 2, NULL, 'abc'), and expressions that both
# databases have. Run on the engines themselves: PGlite 0.5.14 (PostgreSQL 18), DuckDB 1.5.5 and SQLite; what MySQL gives
# is its manual's word.
#
# Seen (source → translation):
#   PostgreSQL  a / b           2     → DuckDB      2.5
#   MySQL       greatest(a, n)  NULL  → PostgreSQL  5
#   SQLite      substr(s, -2)   bc    → PostgreSQL  abc
#
# Expected: the value of the source, as sqlglot does for other pairs (MySQL's `5 / 2` becomes a division of doubles in
# PostgreSQL, MySQL's `greatest` a CASE in DuckDB). Headwater translates no SQL of its users.
# Exit code 1 when the behaviour is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check sqlglot==30.30.0 duckdb==1.5.5
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.14
cat >postgresql.mjs <<'JS'
import { PGlite } from "@electric-sql/pglite";
const db = new PGlite();
await db.exec("create table t(a integer, b integer, n integer, s text); insert into t values (5, 2, null, 'abc')");
const { rows } = await db.query(process.argv[2], [], { rowMode: "array" });
console.log(rows[0][0]);
JS
cat >seen.py <<'PY'
import sqlite3
import subprocess

import duckdb
import sqlglot

TABLE = "create table t(a integer, b integer, n integer, s text)"
ROW = "insert into t values (5, 2, null, 'abc')"


def run(sql, engine):
    if engine == "postgres":
        return subprocess.check_output(["node", "postgresql.mjs", sql], text=True).strip()
    db = sqlite3.connect(":memory:") if engine == "sqlite" else duckdb.connect()
    db.execute(TABLE)
    db.execute(ROW)
    return str(db.execute(sql).fetchone()[0])


CASES = [
    ("postgres", "select a / b from t", "duckdb", None),
    ("mysql", "select greatest(a, n) from t", "postgres", "None"),
    ("sqlite", "select substr(s, -2) from t", "postgres", None),
]
for source, sql, engine, manual in CASES:
    [translated] = sqlglot.transpile(sql, read=source, write=engine)
    print(source, "->", engine, manual or run(sql, source), "->", run(translated, engine))
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
postgres -> duckdb 2 -> 2.5
mysql -> postgres None -> 5
sqlite -> postgres bc -> abc
SEEN
