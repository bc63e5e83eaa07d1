#!/usr/bin/env bash
# deltalake 1.6.6 (delta-rs, PyPI): a filter on a long decimal does not find the row that has it; a write of a negative decimal as a
# partition is an error that leaves the table unreadable.
#
# Input: ids as DECIMAL(38,0), which is what Oracle's and Snowflake's NUMBER become, and prices as DECIMAL(10,2), by which the table is cut.
#
# Guess: the statistics that the log of a Delta table notes for each file enclose the file's values, so that a filter skips no row.
# Seen:  they are doubles: of 1234567890123456789 both are 1234567890123456768. `id = 1234567890123456789` skips
#        the file and finds nothing, by DataFusion, pyarrow's dataset and Polars 2.1.0; the whole table has the row.
#        As a partition -1.50 is noted as "-1.-50". The write fails on its own word, after it has committed: the rows from before are lost
#        to every read too.
# A cast of the ids to BIGINT or text before they are written keeps them to be found.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check deltalake==1.6.6 pyarrow==26.0.1 polars==2.1.0
cat >seen.py <<'PY'
import glob
import json
from decimal import Decimal

import polars
import pyarrow as pa
import pyarrow.dataset as ds
from deltalake import DeltaTable, QueryBuilder, write_deltalake


def largest(folder):
    [log] = glob.glob(f"{folder}/_delta_log/*.json")
    [add] = [line["add"] for line in map(json.loads, open(log)) if "add" in line]
    return json.loads(add["stats"])["maxValues"]["id"]


for text in ("123456789012345", "1234567890123456789"):
    id, kind = Decimal(text), pa.decimal128(38, 0)
    write_deltalake(text, pa.table({"id": pa.array([id], kind)}))
    table = DeltaTable(text)
    found = {
        "all": table.to_pyarrow_table().num_rows,
        "DataFusion": pa.table(
            QueryBuilder().register("t", table).execute(f"select id from t where id = cast('{text}' as decimal(38,0))")
        ).num_rows,
        "pyarrow": table.to_pyarrow_dataset().to_table(filter=ds.field("id") == pa.scalar(id, kind)).num_rows,
        "Polars": polars.scan_delta(text).filter(polars.col.id == id).collect().height,
    }
    print(text, "noted as", largest(text), found)

def attempt(what):
    try:
        return what()
    except Exception as error:
        return "error" + (" of -1.-50" if "'-1.-50'" in str(error) else "")


def write(price):
    column = pa.array([Decimal(price)], pa.decimal128(10, 2))
    return write_deltalake("prices", pa.table({"price": column, "n": [1]}), partition_by=["price"], mode="append")


for price in ("1.50", "-1.50"):
    print("written", price, attempt(lambda: write(price)), "read", attempt(lambda: DeltaTable("prices").to_pyarrow_table().num_rows))
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
123456789012345 noted as 123456789012345 {'all': 1, 'DataFusion': 1, 'pyarrow': 1, 'Polars': 1}
1234567890123456789 noted as 1234567890123456768 {'all': 1, 'DataFusion': 0, 'pyarrow': 0, 'Polars': 0}
written 1.50 None read 1
written -1.50 error of -1.-50 read error of -1.-50
SEEN
