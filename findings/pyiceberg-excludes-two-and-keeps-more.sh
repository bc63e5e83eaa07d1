#!/usr/bin/env bash
# pyiceberg 0.12.0 (PyPI): a filter that leaves out two names finds more rows than one that leaves out the first of them only.
#
# Input: orders of the regions north and south, and three without a region, in an Iceberg table on disk.
#
# Guess: NULL is handled in one way. By SQL's rules `not in` finds no row without a region, each name more that is left out takes rows away or
#        none, and a deletion takes what a scan by the same condition finds.
# Seen:  `region not in ('north')` finds 2 rows, `region not in ('north', 'west')` 5: with two names or more the rows without a region are in,
#        with one they are not, nor by `!=` and by two of those joined with `and`. So a sum depends on how many names are ticked in a list.
#        A deletion by the condition that finds 5 rows removes 2.
# Polars 2.1.0, which reads the same table by its metadata, and DuckDB have 2 rows for all of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check 'pyiceberg[sql-sqlite]==0.12.0' pyarrow==26.0.1 polars==2.1.0 duckdb==1.5.6
cat >seen.py <<'PY'
import os

import duckdb
import polars
import pyarrow
from pyiceberg.catalog.sql import SqlCatalog

catalog = SqlCatalog("c", uri="sqlite:///catalog.db", warehouse="file://" + os.getcwd())
catalog.create_namespace("shop")
regions = ["north", "south", "south", None, None, None]
orders = pyarrow.table({"region": regions, "amount": [1, 2, 3, 100, 100, 100]})
table = catalog.create_table("shop.orders", schema=orders.schema)
table.append(orders)

for condition in (
    "region != 'north'",
    "region not in ('north')",
    "region not in ('north', 'west')",
    "not region in ('north', 'west')",
    "region != 'north' and region != 'west'",
):
    found = table.scan(row_filter=condition).to_arrow()
    sql = f"select count(*), sum(amount) from {{}} where {condition}"
    bear = polars.SQLContext(o=polars.scan_iceberg(table)).execute(sql.format("o")).collect().row(0)
    duck = duckdb.sql(sql.format("orders")).fetchone()
    print(condition)
    print("  pyiceberg", len(found), sum(found["amount"].to_pylist()), "Polars", *bear, "DuckDB", *duck)

for condition in ("region not in ('north')", "region not in ('north', 'west')"):
    copy = catalog.create_table(f"shop.copy{len(condition)}", schema=orders.schema)
    copy.append(orders)
    copy.delete(condition)
    print(f"left by a deletion of {condition}:", copy.scan().to_arrow()["region"].to_pylist())
PY
v/bin/python -W ignore seen.py 2>python.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat python.log; exit 1; }
region != 'north'
  pyiceberg 2 5 Polars 2 5 DuckDB 2 5
region not in ('north')
  pyiceberg 2 5 Polars 2 5 DuckDB 2 5
region not in ('north', 'west')
  pyiceberg 5 305 Polars 2 5 DuckDB 2 5
not region in ('north', 'west')
  pyiceberg 5 305 Polars 2 5 DuckDB 2 5
region != 'north' and region != 'west'
  pyiceberg 2 5 Polars 2 5 DuckDB 2 5
left by a deletion of region not in ('north'): ['north', None, None, None]
left by a deletion of region not in ('north', 'west'): ['north', None, None, None]
SEEN
