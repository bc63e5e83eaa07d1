#!/usr/bin/env bash
# chdb 4.4.0 (ClickHouse in a process): days of type date64 in Arrow before 1970 and after 2106 are days of another century.
#
# Input: one column with 1960-01-01, 2024-01-01 and 2150-01-01, as date32 and as date64, in Arrow and in Parquet files of pyarrow 26.0.1.
# date64 is Arrow's day in milliseconds.
#
# Guess: the same three days four times, or an error where a type cannot hold them, as ORC's instants of the year 2400 are refused there.
# Seen:  date64 in Arrow is a DateTime of 32 bits without a sign: 1960 is 2096-02-06 06:28:16, 2150 is 2013-11-24 17:31:44. The three other
#        ways are right. Nothing is said, and min() and max() are wrong with it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check chdb==4.4.0 pyarrow==26.0.1
cat >seen.py <<'PY'
import datetime

import chdb
import pyarrow as pa
import pyarrow.parquet as pq

DAYS = [datetime.date(1960, 1, 1), datetime.date(2024, 1, 1), datetime.date(2150, 1, 1)]
for kind in (pa.date32(), pa.date64()):
    table = pa.table({"d": pa.array(DAYS, kind)})
    with pa.ipc.new_file("t.arrow", table.schema) as writer:
        writer.write_table(table)
    pq.write_table(table, "t.parquet")
    for file in ("t.arrow", "t.parquet"):
        found = chdb.query(f"select groupArray(toString(d)), any(toTypeName(d)) from file('{file}') settings session_timezone = 'UTC'", "TSV")
        print(kind, file, str(found).strip().replace("\t", " "))
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
date32[day] t.arrow ['1960-01-01','2024-01-01','2150-01-01'] Nullable(Date32)
date32[day] t.parquet ['1960-01-01','2024-01-01','2150-01-01'] Nullable(Date32)
date64[ms] t.arrow ['2096-02-06 06:28:16','2024-01-01 00:00:00','2013-11-24 17:31:44'] Nullable(DateTime)
date64[ms] t.parquet ['1960-01-01','2024-01-01','2150-01-01'] Nullable(Date32)
SEEN
