#!/usr/bin/env bash
# connectorx 0.4.6: a query that is read in parts loses all rows whose part column is NULL.
#
# Input: a SQLite table of 100 orders of which 20 have no region yet, read with `partition_on="region"`, and the same through Polars 2.1.0,
# whose `read_database_uri` hands it on.
#
# Guess: the parts together are the query's rows, whatever `partition_num` is, as with Spark, whose first part takes NULL too.
# Seen:  100 rows without parts, 80 with four parts, and 80 with one. Sums are too small, and nothing is said.
# A column that cannot be NULL, such as the key, loses none; so does `coalesce(region, 0)` in the query.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check connectorx==0.4.6 polars==2.1.0 pyarrow==26.0.1
cat >seen.py <<'PY'
import os
import sqlite3

import connectorx
import polars

db = sqlite3.connect("shop.db")
db.execute("create table orders(id integer not null, region integer, amount integer)")
db.executemany("insert into orders values (?, ?, ?)", [(n, None if n % 5 == 0 else n, 10) for n in range(1, 101)])
db.commit()
uri = f"sqlite://{os.path.abspath('shop.db')}"

for label, options in (
    ("whole", {}),
    ("4 parts by id", {"partition_on": "id", "partition_num": 4}),
    ("4 parts by region", {"partition_on": "region", "partition_num": 4}),
    ("1 part by region", {"partition_on": "region", "partition_num": 1}),
):
    table = connectorx.read_sql(uri, "select * from orders", return_type="arrow", **options)
    frame = polars.read_database_uri("select * from orders", uri, **options)
    print(label, "connectorx", table.num_rows, "rows, Polars", frame.height, "rows, sum", frame["amount"].sum())
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
whole connectorx 100 rows, Polars 100 rows, sum 1000
4 parts by id connectorx 100 rows, Polars 100 rows, sum 1000
4 parts by region connectorx 80 rows, Polars 80 rows, sum 800
1 part by region connectorx 80 rows, Polars 80 rows, sum 800
SEEN
