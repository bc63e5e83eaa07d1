#!/usr/bin/env bash
# DuckDB 1.5.6 (duckdb of PyPI): a column that ignores case has fewer distinct values than count(DISTINCT) counts.
#
# Guess: count(DISTINCT name) is the number of rows of SELECT DISTINCT name, as in SQLite with the same table.
# Seen:  with COLLATE NOCASE the words a, A, b, B are two groups, two rows of DISTINCT, UNION and PARTITION BY, and equal to each other in
#        `=` and joins, but four for count(DISTINCT), list(DISTINCT), string_agg(DISTINCT), histogram and approx_count_distinct.
# count(DISTINCT lower(name)) is the number of groups.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check duckdb==1.5.6
cat >seen.py <<'PY'
import sqlite3

import duckdb

QUERIES = {
    "groups": "select count(*) from (select name from t group by name) as g",
    "distinct rows": "select count(*) from (select distinct name from t) as g",
    "rows of union": "select count(*) from (select name from t union select name from t) as g",
    "pairs of a join": "select count(*) from t as a join t as b on a.name = b.name",
    "count(distinct name)": "select count(distinct name) from t",
    "count(distinct lower(name))": "select count(distinct lower(name)) from t",
}
ONLY_DUCKDB = {
    "list(distinct name)": "select len(list(distinct name)) from t",
    "histogram(name)": "select cardinality(histogram(name)) from t",
    "approx_count_distinct(name)": "select approx_count_distinct(name) from t",
}
databases = [duckdb.connect(), sqlite3.connect(":memory:")]
for database in databases:
    database.execute("create table t(name text collate nocase)")
    database.execute("insert into t values ('a'), ('A'), ('b'), ('B')")
for name, sql in QUERIES.items():
    here, there = (database.execute(sql).fetchone()[0] for database in databases)
    print(f"{name}: {here}, SQLite {there}")
for name, sql in ONLY_DUCKDB.items():
    print(f"{name}: {databases[0].execute(sql).fetchone()[0]}")
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
groups: 2, SQLite 2
distinct rows: 2, SQLite 2
rows of union: 2, SQLite 2
pairs of a join: 8, SQLite 8
count(distinct name): 4, SQLite 2
count(distinct lower(name)): 2, SQLite 2
list(distinct name): 4
histogram(name): 4
approx_count_distinct(name): 4
SEEN
