#!/usr/bin/env bash
# DuckDB 1.5.6 and DataFusion 55.0.0 (both of PyPI): a filter on a Parquet file finds fewer rows than the same filter on a table made of it.
#
# Input: the doubles 1, NaN, NaN, 5 in two row groups, by pyarrow 26.0.1. Both engines hold NaN to be greater than every number, and
# equal to itself.
#
# Guess: which rows a condition finds does not depend on whether the rows come from a file or from memory.
# Seen:  the smallest and largest value that a Parquet file notes for a row group leave NaN out, as the format demands. Both engines skip
#        a group by them: the NaN beside 1 is not found by `x > 4` and `x <> 1`, the one beside 5 is, and `x = 'nan'` finds
#        neither. So a count changes with the number of rows in a group and with their order. Polars 2.1.0 skips no such group.
# In DuckDB a condition on an expression, such as `-(-x) > 4`, finds all of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check duckdb==1.5.6 datafusion==55.0.0 pyarrow==26.0.1 polars==2.1.0
cat >seen.py <<'PY'
import datafusion
import duckdb
import polars
import pyarrow
import pyarrow.parquet

table = pyarrow.table({"x": [1.0, float("nan"), float("nan"), 5.0]})
pyarrow.parquet.write_table(table, "x.parquet", row_group_size=2)

duck = duckdb.connect()
duck.execute("create view file as from 'x.parquet'; create table copy as from 'x.parquet'")
fusion = datafusion.SessionContext()
fusion.register_parquet("file", "x.parquet")
fusion.from_arrow(table, name="copy")
bear = polars.SQLContext(file=polars.scan_parquet("x.parquet"), copy=polars.from_arrow(table))


def counts(condition, cast):
    for place in ("file", "copy"):
        sql = f"select count(*) as n from {place} where {condition.replace('NAN', cast)}"
        yield place, sql


for condition in ("x > 4", "x <> 1", "x = NAN", "-(-x) > 4"):
    print(condition)
    for name, run in (
        ("DuckDB", lambda sql: duck.execute(sql).fetchone()[0]),
        ("DataFusion", lambda sql: fusion.sql(sql).to_pylist()[0]["n"]),
        ("Polars", lambda sql: bear.execute(sql).collect().item()),
    ):
        if name == "Polars" and condition == "x = NAN":
            continue
        print("  " + name, *(f"{place} {run(sql)}" for place, sql in counts(condition, "cast('nan' as double)")))
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
x > 4
  DuckDB file 2 copy 3
  DataFusion file 2 copy 3
  Polars file 3 copy 3
x <> 1
  DuckDB file 2 copy 3
  DataFusion file 2 copy 3
  Polars file 3 copy 3
x = NAN
  DuckDB file 0 copy 2
  DataFusion file 0 copy 2
-(-x) > 4
  DuckDB file 3 copy 3
  DataFusion file 2 copy 3
  Polars file 3 copy 3
SEEN
