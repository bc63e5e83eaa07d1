#!/usr/bin/env bash
# @dsnp/parquetjs v1.8.8: timestamps of Spark, Hive and Impala (INT96) lose their day, and unsigned integers turn negative.
#
# Input: a Parquet file that pyarrow 26.0.1 wrote with `use_deprecated_int96_timestamps`, as Spark and Impala do by
# default: 2024-01-01 10:00:00 and 2025-06-30 10:00:00, which are two days; and columns of UINT_32 and UINT_64 with the
# largest values.
#
# Seen: both timestamps are 36000000000000, the nanoseconds since midnight; 4294967295 is -1; 18446744073709551615 is -1.
# Nothing is refused or told.
#
# Expected: the instants, and the numbers that were written, or an error for types that are not supported. DuckDB 1.5.5
# reads all of them.
# Exit code 1 when the behaviour is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check pyarrow==26.0.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @dsnp/parquetjs@v1.8.8
v/bin/python - <<'PY'
import datetime

import pyarrow as pa
import pyarrow.parquet as pq

moments = [datetime.datetime(2024, 1, 1, 10), datetime.datetime(2025, 6, 30, 10)]
table = pa.table(
    {
        "at": pa.array(moments, pa.timestamp("us")),
        "u32": pa.array([4294967295, 1], pa.uint32()),
        "u64": pa.array([18446744073709551615, 1], pa.uint64()),
    }
)
pq.write_table(table, "t.parquet", use_deprecated_int96_timestamps=True)
PY
cat >seen.mjs <<'JS'
import parquet from "@dsnp/parquetjs";
const reader = await parquet.ParquetReader.openFile("t.parquet");
const cursor = reader.getCursor();
for (let row = await cursor.next(); row; row = await cursor.next()) {
  console.log(String(row.at), String(row.u32), String(row.u64));
}
await reader.close();
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
36000000000000 -1 -1
36000000000000 1 1
SEEN
