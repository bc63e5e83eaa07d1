#!/usr/bin/env bash
# dayjs 1.11.23: in a named zone a day later is an hour off where the clocks changed in between, and so is each later bucket.
#
# Input: `dayjs.tz(…, zone)` of the plugin timezone, and `add` and `subtract` of days, weeks and months across a change of the clocks.
#
# Guess: the same wall clock time at the offset of that day, as Luxon 3.7.2 has it; `startOf` and `endOf` of the same object have it.
# Seen:  the wall clock time with the old offset: noon of 31 March in Berlin is +01:00, which is one o'clock there. `format` shows the right
#        hour, and what is sent to a database (`toISOString`, `valueOf`) is another. `startOf("day")` after it is right again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund dayjs@1.11.23 luxon@3.7.2
cat >seen.mjs <<'JS'
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone.js";
import utc from "dayjs/plugin/utc.js";
import { DateTime } from "luxon";

dayjs.extend(utc);
dayjs.extend(timezone);
for (const [zone, from, count, unit] of [
  ["Europe/Berlin", "2024-03-30T12:00:00", 1, "day"],
  ["Europe/Berlin", "2024-04-05T10:00:00", -1, "week"],
  ["America/New_York", "2024-01-15T00:00:00", 6, "month"],
  ["America/New_York", "2024-07-15T00:00:00", 6, "month"],
]) {
  const found = dayjs.tz(from, zone).add(count, unit);
  const right = DateTime.fromISO(from, { zone }).plus({ [unit]: count });
  console.log(`${from} ${count} ${unit}: ${found.format()} = ${found.toISOString()}, start of day ${found.startOf("day").toISOString()}; luxon ${right.toUTC().toISO()}`);
}
JS
TZ=UTC node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
2024-03-30T12:00:00 1 day: 2024-03-31T12:00:00+01:00 = 2024-03-31T11:00:00.000Z, start of day 2024-03-30T23:00:00.000Z; luxon 2024-03-31T10:00:00.000Z
2024-04-05T10:00:00 -1 week: 2024-03-29T10:00:00+02:00 = 2024-03-29T08:00:00.000Z, start of day 2024-03-28T23:00:00.000Z; luxon 2024-03-29T09:00:00.000Z
2024-01-15T00:00:00 6 month: 2024-07-15T00:00:00-05:00 = 2024-07-15T05:00:00.000Z, start of day 2024-07-15T04:00:00.000Z; luxon 2024-07-15T04:00:00.000Z
2024-07-15T00:00:00 6 month: 2025-01-15T00:00:00-04:00 = 2025-01-15T04:00:00.000Z, start of day 2025-01-15T05:00:00.000Z; luxon 2025-01-15T05:00:00.000Z
SEEN
