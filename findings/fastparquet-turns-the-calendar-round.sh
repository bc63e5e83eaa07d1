#!/usr/bin/env bash
# fastparquet 2026.9.0: the day that stands for "no end", 9999-12-31, is read as 29 March 1816.
#
# Input: a Parquet file of pyarrow 26.0.1 with contracts' ends as DATE, and as TIMESTAMP for comparison.
#
# Guess: pandas 3.1 has dates outside 1677 to 2262, so they arrive; or an error says that they do not fit, as pandas itself does.
# Seen:  days are multiplied to nanoseconds and wrap: 9999-12-31 is 1816-03-29, 0001-01-01 is 1754-08-30, without a word; a contract
#        without an end has ended 200 years ago, and a filter for ends after 2025 finds no row. TIMESTAMPs of the same days are right.
# `pandas.read_parquet(…, engine="pyarrow")` yields the dates that were written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1
cat >seen.py <<'PY'
import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

days = [datetime.date(2024, 2, 29), datetime.date(9999, 12, 31), datetime.date(1, 1, 1)]
moments = [datetime.datetime(day.year, day.month, day.day) for day in days]
pq.write_table(pa.table({"day": days, "at": pa.array(moments, pa.timestamp("us"))}), "ends.parquet")
later = [("day", ">", pd.Timestamp("2025-01-01"))]
for engine in ("fastparquet", "pyarrow"):
    for name, values in pd.read_parquet("ends.parquet", engine=engine).items():
        print(engine, name, *[str(value)[:10] for value in values])
print("rows after 2025:", len(pd.read_parquet("ends.parquet", engine="fastparquet", filters=later)))
PY
v/bin/python -W ignore seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
fastparquet day 2024-02-29 1816-03-29 1754-08-30
fastparquet at 2024-02-29 9999-12-31 0001-01-01
pyarrow day 2024-02-29 9999-12-31 0001-01-01
pyarrow at 2024-02-29 9999-12-31 0001-01-01
rows after 2025: 0
SEEN
