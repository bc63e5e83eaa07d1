#!/usr/bin/env bash
# ibis 12.0.0: one expression has another value on another backend, for NULL, letters, seconds and negative numbers.
#
# Input: a table of three rows, the same in DuckDB 1.5.6, SQLite (of Python) and Polars 2.1.0, with ibis' own expressions. They are what
# ibis promises to be the same everywhere; where a backend has none it says OperationNotDefinedError.
# sqlglot is 27.29.0, since with 30.30.0 ibis creates no table.
#
# Guess: the backends differ in the last digit of logarithms, and NaN is NULL in SQLite.
# Seen:  nunique() counts NULL in Polars only; length() counts bytes there, and characters elsewhere; -7 % 3 is 2 there and -1 elsewhere.
#        In SQLite microsecond() is the whole second, and the last half millisecond of a Sunday belongs to the week that comes after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check 'ibis-framework[duckdb,sqlite,polars]==12.0.0' duckdb==1.5.6 polars==2.1.0 sqlglot==27.29.0 \
  pandas==3.1.1 pyarrow==26.0.1 numpy==2.4.6
cat >seen.py <<'PY'
import datetime

import ibis
import polars

frame = polars.DataFrame(
    {
        "k": ["a", "b", None],
        "i": [-7, 7, 8],
        "s": ["Köln", "Bonn", "Aß"],
        "at": [datetime.datetime(2024, 1, 7, 23, 59, 59, 999999), datetime.datetime(2024, 1, 7, 12, 0, 5, 250000), datetime.datetime(2024, 1, 8)],
    }
)
tables = {
    "duckdb": ibis.duckdb.connect().create_table("t", frame.to_arrow()),
    "sqlite": ibis.sqlite.connect().create_table("t", frame.to_arrow()),
    "polars": ibis.polars.connect().create_table("t", frame.to_arrow()),
}
COLUMNS = {
    "length": lambda t: t.s.length(),
    "i % 3": lambda t: t.i % 3,
    "microsecond": lambda t: t.at.microsecond(),
    "week": lambda t: t.at.truncate("W").cast("date").cast("string"),
}
for name, table in tables.items():
    print(name, "nunique", table.k.nunique().execute())
    for label, column in COLUMNS.items():
        print("  " + label, *table.mutate(z=column(table)).to_polars()["z"])
PY
v/bin/python -W ignore seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
duckdb nunique 2
  length 4 4 2
  i % 3 -1 1 2
  microsecond 999999 250000 0
  week 2024-01-01 2024-01-01 2024-01-08
sqlite nunique 2
  length 4 4 2
  i % 3 -1 1 2
  microsecond 59 5 0
  week 2024-01-08 2024-01-01 2024-01-08
polars nunique 3
  length 5 4 3
  i % 3 2 1 2
  microsecond 999999 250000 0
  week 2024-01-01 2024-01-01 2024-01-08
SEEN
