#!/usr/bin/env bash
# Polars 2.1.0 (PyPI): the shifts of a day in July are other ones when the table begins in January.
#
# Input: a sale an hour, with its instant as the clocks of New York show it; shifts of 12 and 6 hours.
#
# Guess: group_by_dynamic(every="12h") makes the groups that truncate("12h") makes, from midnight and from noon, as for "1d" and "1w"; and which
#        rows there are on other days is of no matter.
# Seen:  the windows are counted on from that of the first row, in hours that have passed. In a table that begins before the clocks go forward
#        the shifts are from 01:00 and 13:00 until they go back, in one of the summer alone from 00:00 and 12:00, and from 11:00 and 23:00
#        in the winter after it. A filter by date before the grouping moves sales from one shift to the other. upsample() does the same.
# `group_by(pl.col("t").dt.truncate("12h"))` has midnight and noon for any rows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check polars==2.1.0 tzdata==2025.2
cat >seen.py <<'PY'
from datetime import date, datetime

import polars

moments = polars.datetime_range(datetime(2024, 1, 1, 5), datetime(2024, 12, 31), "1h", time_zone="UTC", eager=True)
sales = polars.DataFrame({"t": moments.dt.convert_time_zone("America/New_York")}).with_columns(amount=polars.col("t").dt.hour())
day = polars.col("t").dt.date()


def shifts(groups, date):
    return {f"{start:%H:%M}": amount for start, amount in groups.sort("t").filter(day == date).rows()}


for every in ("12h", "6h", "1d"):
    for start in (date(2024, 1, 1), date(2024, 7, 1)):
        table = sales.filter(day >= start)
        dynamic = table.group_by_dynamic("t", every=every).agg(polars.sum("amount"))
        truncated = table.group_by(polars.col("t").dt.truncate(every)).agg(polars.sum("amount"))
        print(f"every {every} of a table from {start}")
        for seen in (date(2024, 7, 4), date(2024, 12, 4)):
            print(f"  {seen}: {shifts(dynamic, seen)}, truncated {shifts(truncated, seen)}")
PY
v/bin/python seen.py 2>python.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat python.log; exit 1; }
every 12h of a table from 2024-01-01
  2024-07-04: {'01:00': 78, '13:00': 198}, truncated {'00:00': 66, '12:00': 210}
  2024-12-04: {'00:00': 66, '12:00': 210}, truncated {'00:00': 66, '12:00': 210}
every 12h of a table from 2024-07-01
  2024-07-04: {'00:00': 66, '12:00': 210}, truncated {'00:00': 66, '12:00': 210}
  2024-12-04: {'11:00': 198, '23:00': 78}, truncated {'00:00': 66, '12:00': 210}
every 6h of a table from 2024-01-01
  2024-07-04: {'01:00': 21, '07:00': 57, '13:00': 93, '19:00': 105}, truncated {'00:00': 15, '06:00': 51, '12:00': 87, '18:00': 123}
  2024-12-04: {'00:00': 15, '06:00': 51, '12:00': 87, '18:00': 123}, truncated {'00:00': 15, '06:00': 51, '12:00': 87, '18:00': 123}
every 6h of a table from 2024-07-01
  2024-07-04: {'00:00': 15, '06:00': 51, '12:00': 87, '18:00': 123}, truncated {'00:00': 15, '06:00': 51, '12:00': 87, '18:00': 123}
  2024-12-04: {'05:00': 45, '11:00': 81, '17:00': 117, '23:00': 33}, truncated {'00:00': 15, '06:00': 51, '12:00': 87, '18:00': 123}
every 1d of a table from 2024-01-01
  2024-07-04: {'00:00': 276}, truncated {'00:00': 276}
  2024-12-04: {'00:00': 276}, truncated {'00:00': 276}
every 1d of a table from 2024-07-01
  2024-07-04: {'00:00': 276}, truncated {'00:00': 276}
  2024-12-04: {'00:00': 276}, truncated {'00:00': 276}
SEEN
