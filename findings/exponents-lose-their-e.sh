#!/usr/bin/env bash
# numeral 2.0.6, accounting 0.4.1 and currency.js 2.0.4 (npm): the amount "1E+05" is 105, and "1.23E+11" is 1.2311.
#
# Input: amounts as text, as they stand in a CSV that Excel has saved (it writes wide numbers as 1E+05 and 1.23E+11), in JSON of Python or
# in what JavaScript itself makes of small and large numbers (1e-7, 1e21).
#
# Guess: the number, as `Number`, numbro 2.5.0 and every database read it; or NaN, as for other text that is no number.
# Seen:  all three leave the letter out and read on. With a minus numeral is right, accounting ends at it, currency.js says NaN. Only
#        numbers that come as text are concerned.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund numeral@2.0.6 accounting@0.4.1 currency.js@2.0.4 numbro@2.5.0
cat >seen.mjs <<'JS'
import accounting from "accounting";
import currency from "currency.js";
import numbro from "numbro";
import numeral from "numeral";

for (const text of ["1E+05", "1.23E+11", "2.5e-3", "1e21"]) {
  const found = [numeral(text).value(), accounting.unformat(text), currency(text, { precision: 4 }).value, numbro.unformat(text)];
  console.log(text, found.join(" | "));
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
1E+05 105 | 105 | 105 | 100000
1.23E+11 1.2311 | 1.2311 | 1.2311 | 123000000000
2.5e-3 0.0025 | 2.5 | NaN | 0.0025
1e21 121 | 121 | 121 | 1e+21
SEEN
