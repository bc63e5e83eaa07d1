#!/usr/bin/env bash
# @cubejs-client/core 1.7.43 (npm): who looks at a chart in New York does not see the hour from two to three of 10 March, and the total is 8 of 13.
#
# Input: an answer of Cube's server for `timezone: UTC` with an hour's orders each, as `ResultSet` gets it, at one, two and three o'clock of the day
# on which the clocks of New York go forward at two; the same program in three zones.
#
# Guess: the rows that the server sent, and noughts for the hours without a row, wherever the browser stands: the query names its zone.
# Seen:  the hours between are counted with the clock of the browser, which has no such hour, and a row that fits none of them is left out of
#        `chartPivot`, `tablePivot` and the rest. In Berlin it is 31 March. `rawData` and `fillMissingDates: false` have the row.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @cubejs-client/core@1.7.43
cat >seen.cjs <<'JS'
const { ResultSet } = require("@cubejs-client/core");

for (const day of ["2024-03-10", "2024-03-31"]) {
  const query = {
    measures: ["orders.count"],
    timeDimensions: [{ dimension: "orders.at", granularity: "hour", dateRange: [`${day}T00:00:00.000`, `${day}T04:59:59.999`] }],
    timezone: "UTC",
  };
  const data = [["01", 1], ["02", 5], ["03", 7]].map(([hour, count]) => ({ "orders.at.hour": `${day}T${hour}:00:00.000`, "orders.count": count }));
  const annotation = { measures: { "orders.count": { title: "n", shortTitle: "n", type: "number" } }, dimensions: {}, segments: {}, timeDimensions: {} };
  const set = new ResultSet({ queryType: "regularQuery", pivotQuery: { ...query, queryType: "regularQuery" }, results: [{ query, data, annotation }] });
  const total = (options) => set.chartPivot(options).reduce((sum, row) => sum + row["orders.count"], 0);
  const hours = set.chartPivot().map((row) => row.x.slice(11, 13));
  const kept = { x: ["orders.at.hour"], y: ["measures"], fillMissingDates: false };
  console.log(process.env.TZ, day, "hours", hours.join(" "), "total", total(), "of", data.reduce((sum, row) => sum + row["orders.count"], 0) + ", not filled", total(kept));
}
JS
for zone in UTC America/New_York Europe/Berlin; do TZ=$zone node seen.cjs; done | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
UTC 2024-03-10 hours 00 01 02 03 04 total 13 of 13, not filled 13
UTC 2024-03-31 hours 00 01 02 03 04 total 13 of 13, not filled 13
America/New_York 2024-03-10 hours 00 01 03 04 total 8 of 13, not filled 13
America/New_York 2024-03-31 hours 00 01 02 03 04 total 13 of 13, not filled 13
Europe/Berlin 2024-03-10 hours 00 01 02 03 04 total 13 of 13, not filled 13
Europe/Berlin 2024-03-31 hours 00 01 03 04 total 8 of 13, not filled 13
SEEN
