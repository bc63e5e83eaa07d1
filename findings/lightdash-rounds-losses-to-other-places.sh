#!/usr/bin/env bash
# @lightdash/common 1.167.4 (npm): rounded to thousands 12,345 is 12,000 and -12,345 is -12,300.
#
# Input: numbers under a format with `round: -3`, which rounds in front of the point, in the package with which Lightdash formats what it shows.
#
# Guess: the same places for gains and losses, so that a loss is the gain with a minus, as with positive `round`.
# Seen:  the sign is counted as a digit: losses are rounded one place too far to the right, -2,600 to thousands stays -2,600 beside 3,000, and
#        -25 to tens stays -25 beside 30. A column of both adds up to another total than the one that is shown below it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @lightdash/common@1.167.4
cat >seen.mjs <<'JS'
import { applyCustomFormat, CustomFormatType } from "@lightdash/common";

for (const round of [-3, -2, -1, 1]) {
  const show = (value) => applyCustomFormat(value, { type: CustomFormatType.NUMBER, round });
  console.log("round", round, [12345, 2600, 1750, 25.55].map((value) => `${show(value)} ${show(-value)}`).join("; "));
}
const money = (value) => applyCustomFormat(value, { type: CustomFormatType.CURRENCY, currency: "USD", round: -3 });
console.log(money(2600), money(-2600));
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
round -3 12,000 -12,300; 3,000 -2,600; 2,000 -1,800; 30 -30
round -2 12,300 -12,350; 2,600 -2,600; 1,800 -1,750; 30 -30
round -1 12,350 -12,345; 2,600 -2,600; 1,750 -1,750; 30 -26
round 1 12,345.0 -12,345.0; 2,600.0 -2,600.0; 1,750.0 -1,750.0; 25.6 -25.6
$3,000 -$2,600
SEEN
