#!/usr/bin/env bash
# mathjs 15.2.0: 100 + 19% - 10 is 99, and 10% + 5% is 0: a percent before a plus or minus is the remainder of a division.
#
# Input: formulas for a price, as users of a calculated field write them. `%` behind a number is a percentage, and 100 + 19% is 119.
#
# Guess: what follows is added or taken away: 109, and 114.24 for 4% off 119; 17 for a fee of 5 on top of 120 * 10%. A remainder is meant
#        where a number follows, as in 10 % 3.
# Seen:  a sign that follows is taken for that of the divisor: 19 by -10 leaves -1, so 100 + 19% - 10 is 99; 10 by +0.05 leaves nothing.
#        The same terms in another order, or in brackets, are right: 5 + 120 * 10% is 17. So a formula changes its value when its terms
#        change places, without a word.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund mathjs@15.2.0
cat >seen.mjs <<'JS'
import { evaluate } from "mathjs";

const formulas = [
  "price + 19%",
  "price + 19% - rebate",
  "price - rebate + 19%",
  "(price + 19%) - rebate",
  "price + 19% - 4%",
  "120 * 10% + 5",
  "5 + 120 * 10%",
  "10% + 5%",
];
for (const formula of formulas) console.log(`${formula}: ${+evaluate(formula, { price: 100, rebate: 10 }).toFixed(4)}`);
JS
node seen.mjs 2>&1 | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
price + 19%: 119
price + 19% - rebate: 99
price - rebate + 19%: 107.1
(price + 19%) - rebate: 109
price + 19% - 4%: 100
120 * 10% + 5: 0
5 + 120 * 10%: 17
10% + 5%: 0
SEEN
