#!/usr/bin/env bash
# mingo 7.2.7 (MongoDB's aggregations in JavaScript): `$bucket` counts a bound in the bucket below it, and the end of a year is in week 1 of it.
#
# Input: orders of 5, 10, 15 and 20 with the bounds 0, 10, 20, 30; Sunday and Monday, 29 and 30 December 2024; 31 January and a month.
#
# Guess: as MongoDB's manual defines them: the lower bound belongs to a bucket and the upper one does not; `$week` counts from the first
#        Sunday, 52 for both days; 30 December 2024 is in ISO week 1 of 2025; a month after 31 January is 29 February.
# Seen:  10 is counted below 10 and 20 below 20, so the last bucket is empty. `$week` is 53 and 1. `$isoWeekYear` and `%G` say 2024, so that
#        "2024-W01" gets the sales of two weeks a year apart. A month after 31 January is 2 March. `$bucketAuto`, `$dateTrunc` and
#        `$isoWeek` are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund mingo@7.2.7
cat >seen.mjs <<'JS'
import { aggregate } from "mingo";

const orders = [5, 10, 15, 20].map((total) => ({ total }));
for (const { _id, orders: list } of aggregate(orders, [
  { $bucket: { groupBy: "$total", boundaries: [0, 10, 20, 30], output: { orders: { $push: "$total" } } } },
])) {
  console.log(`from ${_id}:`, JSON.stringify(list));
}
const days = ["2024-12-29", "2024-12-30"].map((day) => ({ day: new Date(day) }));
for (const row of aggregate(days, [
  { $project: { week: { $week: "$day" }, iso: { $isoWeek: "$day" }, year: { $isoWeekYear: "$day" }, text: { $dateToString: { date: "$day", format: "%Y-%m-%d is in %G-W%V" } } } },
])) {
  console.log(row.text, `$week ${row.week}, $isoWeek ${row.iso}, $isoWeekYear ${row.year}`);
}
const [later] = aggregate([{ day: new Date("2024-01-31") }], [{ $project: { at: { $dateAdd: { startDate: "$day", unit: "month", amount: 1 } } } }]);
console.log("a month after 2024-01-31:", later.at.toISOString().slice(0, 10));
JS
TZ=UTC node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
from 0: [5,10]
from 10: [15,20]
from 20: []
2024-12-29 is in 2024-W52 $week 53, $isoWeek 52, $isoWeekYear 2024
2024-12-30 is in 2024-W01 $week 1, $isoWeek 1, $isoWeekYear 2024
a month after 2024-01-31: 2024-03-02
SEEN
