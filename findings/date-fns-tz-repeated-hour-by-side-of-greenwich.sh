#!/usr/bin/env bash
# date-fns-tz 3.2.0: of the hour that comes twice in autumn, New York's is the first and Berlin's the second.
#
# Input: wall clock times without an offset, as logs and sheets have them, turned into instants with `fromZonedTime`: 1:30 on 3 November
# 2024 in New York, 2:30 on 27 October 2024 in Berlin, and the same in other zones.
#
# Guess: the same choice everywhere: the first, as JavaScript's Date and Temporal have it, or the second, as PostgreSQL.
# Seen:  the first west of Greenwich, the second in London and east of it. Events of that hour in two offices lie an hour apart or not, and
#        one that is turned into local time and back is an hour later in Berlin and the same in Chicago.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund date-fns@4.4.0 date-fns-tz@3.2.0 @js-temporal/polyfill@0.5.1
cat >seen.mjs <<'JS'
import { Temporal } from "@js-temporal/polyfill";
import { fromZonedTime } from "date-fns-tz";

for (const [clock, zone] of [
  ["2024-11-03T01:30:00", "America/New_York"],
  ["2024-11-03T01:30:00", "America/Chicago"],
  ["2024-04-06T23:30:00", "America/Santiago"],
  ["2024-10-27T01:30:00", "Europe/London"],
  ["2024-10-27T02:30:00", "Europe/Berlin"],
  ["2024-10-27T03:30:00", "Europe/Athens"],
  ["2024-04-07T02:30:00", "Australia/Sydney"],
]) {
  const [first, second] = ["earlier", "later"].map((disambiguation) =>
    new Date(Temporal.PlainDateTime.from(clock).toZonedDateTime(zone, { disambiguation }).epochMilliseconds).toISOString(),
  );
  const found = fromZonedTime(clock, zone).toISOString();
  console.log(zone, found.slice(0, 16), found === first ? "the first" : found === second ? "the second" : "neither");
}
JS
TZ=UTC node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
America/New_York 2024-11-03T05:30 the first
America/Chicago 2024-11-03T06:30 the first
America/Santiago 2024-04-07T02:30 the first
Europe/London 2024-10-27T01:30 the second
Europe/Berlin 2024-10-27T01:30 the second
Europe/Athens 2024-10-27T01:30 the second
Australia/Sydney 2024-04-06T16:30 the second
SEEN
