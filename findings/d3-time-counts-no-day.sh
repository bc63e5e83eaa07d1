#!/usr/bin/env bash
# d3-time 3.1.1: from a day on which the clocks go forward at midnight to any later day there is one day less.
#
# Input: Santiago de Chile, where Sunday, 8 September 2024, began at one o'clock, as a day does each spring in Chile, Cuba, Egypt and
# Lebanon. Clocks that go forward at two or three are no matter.
#
# Guess: `timeDay.count(a, b)` is the number of days that `timeDay.range` lists in between: 1 to the next day, 7 to the next Sunday.
# Seen:  0 and 6, and `timeWeek.count` says 0 weeks from Sunday to Sunday; the lists have 1 and 7 days. The day before counts as it should.
#        dayjs 1.11.23 has the same with `diff(…, 'day')`; date-fns 4.4.0 says 1 and 7.
# Weeks of a calendar, days since a launch and a cohort's days are one too few for all who start on that day, and only in these places.
# `utcDay.count` of dates in UTC is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts d3-time@3.1.1 dayjs@1.11.23 date-fns@4.4.0
cat >seen.mjs <<'JS'
import { timeDay, timeWeek } from "d3-time";
import dayjs from "dayjs";
import { differenceInDays } from "date-fns";

for (const [zone, month, day] of [["America/Santiago", 8, 8], ["America/New_York", 2, 10]]) {
  process.env.TZ = zone;
  const at = (days) => new Date(2024, month, day + days);
  console.log(zone, String(at(0)).slice(0, 24));
  for (const [from, to] of [[-1, 0], [0, 1], [0, 7]]) {
    const [a, b] = [at(from), at(to)];
    const counts = `d3 ${timeDay.count(a, b)} of ${timeDay.range(a, b).length}, weeks ${timeWeek.count(a, b)}`;
    console.log(`  ${from} to ${to}: ${counts}; dayjs ${dayjs(b).diff(a, "day")}; date-fns ${differenceInDays(b, a)}`);
  }
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
America/Santiago Sun Sep 08 2024 01:00:00
  -1 to 0: d3 1 of 1, weeks 1; dayjs 1; date-fns 1
  0 to 1: d3 0 of 1, weeks 0; dayjs 0; date-fns 1
  0 to 7: d3 6 of 7, weeks 0; dayjs 6; date-fns 7
America/New_York Sun Mar 10 2024 00:00:00
  -1 to 0: d3 1 of 1, weeks 1; dayjs 1; date-fns 1
  0 to 1: d3 1 of 1, weeks 0; dayjs 1; date-fns 1
  0 to 7: d3 7 of 7, weeks 1; dayjs 7; date-fns 7
SEEN
