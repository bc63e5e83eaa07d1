#!/usr/bin/env bash
# pandas 3.0.6 (PyPI): in a Stata file by weeks the last days of a year are in the first week of the next.
#
# Input: dates, written by DataFrame.to_stata with the format "tw", of Stata's weeks; beside it "tm" and "tq", of its months and quarters.
#
# Guess: Stata's weeks: week 1 starts on 1 January, and week 52 has the 8 or 9 days that are left, so that all the days of a year are in its
#        52 weeks. A date comes back as the start of its week, and never as a later day.
# Seen:  31 December, and 30 December in leap years, are in week 1 of the next year: in the file, so for Stata as well, and when pandas
#        reads it. Sales by week or by year lose the last days of each year to the one after. Months and quarters are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check pandas==3.0.6
cat >seen.py <<'PY'
import io

import pandas

year = ["2024-01-01", "2024-01-07", "2024-01-08", "2024-12-23", "2024-12-29", "2024-12-30", "2024-12-31"]
days = pandas.to_datetime([*year, "2023-12-30", "2023-12-31"])
print("day", *(f"{day:%Y-%m-%d}" for day in days))
for kind, in_year in (("tw", 52), ("tm", 12), ("tq", 4)):
    file = io.BytesIO()
    pandas.DataFrame({"day": days}).to_stata(file, convert_dates={"day": kind}, write_index=False)
    counts = pandas.read_stata(io.BytesIO(file.getvalue()), convert_dates=False)["day"]
    print(kind, *(f"{1960 + count // in_year:.0f}-{count % in_year + 1:02.0f}" for count in counts))
    print("back", *(f"{day:%Y-%m-%d}" for day in pandas.read_stata(io.BytesIO(file.getvalue()))["day"]))
PY
v/bin/python seen.py 2>python.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat python.log; exit 1; }
day 2024-01-01 2024-01-07 2024-01-08 2024-12-23 2024-12-29 2024-12-30 2024-12-31 2023-12-30 2023-12-31
tw 2024-01 2024-01 2024-02 2024-52 2024-52 2025-01 2025-01 2023-52 2024-01
back 2024-01-01 2024-01-01 2024-01-08 2024-12-23 2024-12-23 2025-01-01 2025-01-01 2023-12-24 2024-01-01
tm 2024-01 2024-01 2024-01 2024-12 2024-12 2024-12 2024-12 2023-12 2023-12
back 2024-01-01 2024-01-01 2024-01-01 2024-12-01 2024-12-01 2024-12-01 2024-12-01 2023-12-01 2023-12-01
tq 2024-01 2024-01 2024-01 2024-04 2024-04 2024-04 2024-04 2023-04 2023-04
back 2024-01-01 2024-01-01 2024-01-01 2024-10-01 2024-10-01 2024-10-01 2024-10-01 2023-10-01 2023-10-01
SEEN
