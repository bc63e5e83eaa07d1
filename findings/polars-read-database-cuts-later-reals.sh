#!/usr/bin/env bash
# polars 2.1.0, `read_database` over Python's own sqlite3: reals after the first rows lose their fraction, without a word.
#
# Input: a SQLite column without a declared type, which holds whole numbers in its first 150 rows and 0.75 and 2.5 after
# them, as a sensor's or a price's column does. Polars decides the type by the first 100 rows (`infer_schema_length`).
# A text later on is an error that says so; a real is cut to a whole number instead. `pandas.read_sql` and
# `read_database` with `infer_schema_length=None` keep the fractions.
#
# Seen:
#   default           Int64    [0, 2]        sum 11177
#   infer_schema=None Float64  [0.75, 2.5]   sum 11178.25
#   a later text      ComputeError
#
# Expected: an error for the real as for the text, or the fractions. Headwater's connector looks at every value: a column
# of both kinds is one of reals, or text where that would round.
# Exit code 1 when the behaviour is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check polars==2.1.0
cat >seen.py <<'PY'
import sqlite3

import polars

db = sqlite3.connect("shop.db")
db.execute("create table readings(v)")
db.executemany("insert into readings values (?)", [(n,) for n in range(150)] + [(0.75,), (2.5,)])
db.execute("create table words(v)")
db.executemany("insert into words values (?)", [(n,) for n in range(150)] + [("seven",)])

for label, options in [("default", {}), ("infer_schema=None", {"infer_schema_length": None})]:
    frame = polars.read_database("select v from readings", db, **options)
    column = frame["v"]
    print(label, column.dtype, column.to_list()[-2:], "sum", column.sum())
try:
    polars.read_database("select v from words", db)
    print("a later text is read")
except Exception as error:
    print("a later text", type(error).__name__)
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
default Int64 [0, 2] sum 11177
infer_schema=None Float64 [0.75, 2.5] sum 11178.25
a later text ComputeError
SEEN
