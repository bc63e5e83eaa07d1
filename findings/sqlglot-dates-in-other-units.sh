#!/usr/bin/env bash
# sqlglot 30.30.0: translated date functions run on the other database and count in other units, or write something else.
#
# Input: one function each, in the SQL of the database that is named, translated with `sqlglot.transpile` and run on the
# engine itself (SQLite, DuckDB 1.5.5) with `unsupported_level=RAISE`, under which sqlglot refuses what it knows to be
# different, such as BigQuery's weeks in SQLite.
#
# Seen (meant by the source's manual → what the translation yields):
#   BigQuery   date_diff(date '2024-02-01', date '2024-01-31', month)   → SQLite  1 → 0 (days by 30)
#   Snowflake  datediff('year', '2023-12-31'::date, '2024-01-01'::date) → SQLite  1 → 0 (days by 365)
#   Snowflake  dateadd(month, 1, '2024-01-31'::date)                    → SQLite  2024-02-29 → 2024-03-02
#   MySQL      dayofweek('2024-01-07'), a Sunday                        → DuckDB  1 → 0
#   BigQuery   extract(dayofweek from date '2024-01-07')                → DuckDB  1 → 0
#   PostgreSQL to_char(date '2024-12-30', 'Day')                        → DuckDB  Monday → 1ay
#
# Expected: the same values, or an error as for functions that the other database lacks. Headwater translates no SQL of
# its users: a model's SQL runs on its own source, and only conditions with a tested table of meanings are pushed down.
# Exit code 1 when the behaviour is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check sqlglot==30.30.0 duckdb==1.5.5
cat >seen.py <<'PY'
import sqlite3

import duckdb
import sqlglot


def run(sql, engine):
    if engine == "sqlite":
        return str(sqlite3.connect(":memory:").execute(sql).fetchone()[0])
    return str(duckdb.sql(sql).fetchone()[0])


CASES = [
    ("bigquery", "select date_diff(date '2024-02-01', date '2024-01-31', month)", "sqlite", "1"),
    ("snowflake", "select datediff('year', '2023-12-31'::date, '2024-01-01'::date)", "sqlite", "1"),
    ("snowflake", "select dateadd(month, 1, '2024-01-31'::date)", "sqlite", "2024-02-29"),
    ("mysql", "select dayofweek('2024-01-07')", "duckdb", "1"),
    ("bigquery", "select extract(dayofweek from date '2024-01-07')", "duckdb", "1"),
    ("postgres", "select to_char(date '2024-12-30', 'Day')", "duckdb", "Monday"),
]
for source, sql, engine, meant in CASES:
    level = sqlglot.ErrorLevel.RAISE
    [translated] = sqlglot.transpile(sql, read=source, write=engine, unsupported_level=level)
    print(source, "->", engine, meant, "->", run(translated, engine))
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
bigquery -> sqlite 1 -> 0
snowflake -> sqlite 1 -> 0
snowflake -> sqlite 2024-02-29 -> 2024-03-02
mysql -> duckdb 1 -> 0
bigquery -> duckdb 1 -> 0
postgres -> duckdb Monday -> 1ay
SEEN
