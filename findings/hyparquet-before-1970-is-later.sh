#!/usr/bin/env bash
# hyparquet 1.33.0: moments before 1970 are read as later ones, decimals as doubles, bytes as text.
#
# Input: a Parquet file of pyarrow 26.0.1 with TIMESTAMPs of microseconds at the end of 1959 and of 2023 (the usual way to
# write "until the end of the year"), the DECIMAL(38,2) 12345678901234567890.12, and the bytes 00 ff in a BINARY column
# without a text annotation.
#
# Seen: 2023-12-31T23:59:59.999999 is cut to its millisecond, and 1959-12-31T23:59:59.999999 becomes
# 1960-01-01T00:00:00.000Z: fractions are cut towards 1970, so that the day, month and year change. The decimal is the
# number 12345678901234567000; the bytes are a text of NUL and U+FFFD, from which they cannot be had again.
#
# Expected: a moment that is not later than the one that was written, digits that were written, bytes.
# Exit code 1 when the behaviour is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check pyarrow==26.0.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts hyparquet@1.33.0
v/bin/python - <<'PY'
import datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

ends = [datetime.datetime(year, 12, 31, 23, 59, 59, 999999) for year in (1959, 2023)]
table = pa.table(
    {
        "until": pa.array(ends, pa.timestamp("us")),
        "amount": pa.array([Decimal("12345678901234567890.12"), None], pa.decimal128(38, 2)),
        "hash": pa.array([b"\x00\xff", None], pa.binary()),
    }
)
pq.write_table(table, "t.parquet")
PY
cat >seen.mjs <<'JS'
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
const [first, second] = await parquetReadObjects({ file: await asyncBufferFromFile("t.parquet") });
console.log(first.until.toISOString());
console.log(second.until.toISOString());
console.log(typeof first.amount, String(first.amount));
console.log(JSON.stringify([...first.hash].map((one) => one.codePointAt(0))));
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
1960-01-01T00:00:00.000Z
2023-12-31T23:59:59.999Z
number 12345678901234567000
[0,65533]
SEEN
