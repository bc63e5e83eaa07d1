#!/usr/bin/env bash
# arrow 1.4.0 (PyPI, dates of Python): the hours of a day in autumn leave one of its 25 out, and in spring two of them overlap.
#
# Input: instants and days of New York, whose clocks go back on 3 November and forward on 10 March 2024.
#
# Guess: span_range("hour") covers a day without gaps and without overlaps, since an Arrow knows its fold; floor("hour") is less than an hour
#        before its instant, shift(minutes=1) is a minute later. So has pendulum 3.3.0 them.
# Seen:  24 hours of 25: what happened from 06:00 to 07:00 UTC is in none. In spring the hour from 01:00 ends where the one from 03:00 does,
#        so that the events of the latter are counted twice. The hour of 06:30 UTC starts at 05:00 UTC; a minute after 06:30 it is 05:31,
#        and no day after it 05:30. An hour after the first 01:30 it is 02:30, which is two hours later.
# Hours that are made in UTC and brought to New York after that are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check arrow==1.4.0 pendulum==3.3.0 tzdata==2025.2
cat >seen.py <<'PY'
from datetime import timedelta

import arrow
import pendulum

ZONE = "America/New_York"


def utc(moment):
    return moment.to("UTC").format("HH:mm")


for month, date in ((11, 3), (3, 10)):
    day = arrow.Arrow(2024, month, date, tzinfo=ZONE)
    real = (day.shift(days=1).to("UTC") - day.to("UTC")).total_seconds() / 3600
    hours = [(start.to("UTC"), end.to("UTC")) for start, end in arrow.Arrow.span_range("hour", day, day.ceil("day"))]
    print(f"{day.date()}: {real:.0f} hours, {len(hours)} spans")
    events = [day.to("UTC") + timedelta(minutes=30 + 60 * hour) for hour in range(int(real))]
    for event in events:
        found = sum(start <= event <= end for start, end in hours)
        if found != 1:
            print(f"  {utc(event)} UTC is in {found} of them")

event = arrow.get("2024-11-03T06:30:00+00:00").to(ZONE)
other = pendulum.datetime(2024, 11, 3, 6, 30).in_tz(ZONE)
print(f"{event}, {utc(event)} UTC")
print("  its hour starts at", utc(event.floor("hour")), "UTC, pendulum", other.start_of("hour").in_tz("UTC").format("HH:mm"))
print("  a minute later it is", utc(event.shift(minutes=1)), "UTC, pendulum", other.add(minutes=1).in_tz("UTC").format("HH:mm"))
print("  no day later it is", utc(event.shift(days=0)), "UTC, pendulum", other.add(days=0).in_tz("UTC").format("HH:mm"))
event = arrow.get("2024-11-03T05:30:00+00:00").to(ZONE)
other = pendulum.datetime(2024, 11, 3, 5, 30).in_tz(ZONE)
print(f"{event}, {utc(event)} UTC")
print("  an hour later it is", utc(event.shift(hours=1)), "UTC, pendulum", other.add(hours=1).in_tz("UTC").format("HH:mm"))
PY
v/bin/python seen.py 2>python.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat python.log; exit 1; }
2024-11-03: 25 hours, 24 spans
  06:30 UTC is in 0 of them
2024-03-10: 23 hours, 23 spans
  07:30 UTC is in 2 of them
2024-11-03T01:30:00-05:00, 06:30 UTC
  its hour starts at 05:00 UTC, pendulum 06:00
  a minute later it is 05:31 UTC, pendulum 06:31
  no day later it is 05:30 UTC, pendulum 06:30
2024-11-03T01:30:00-04:00, 05:30 UTC
  an hour later it is 07:30 UTC, pendulum 06:30
SEEN
