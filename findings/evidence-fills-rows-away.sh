#!/usr/bin/env bash
# @evidence-dev/component-utilities 4.0.13 (npm, behind Evidence's charts): to fill the gaps between 0.1, 0.2 and 0.3 loses the row of 0.3.
#
# Input: sales by a discount of 0.1, 0.2 and 0.3, and for two sellers, handed to the function with which its charts fill gaps of a numeric x.
#
# Guess: all rows that were given, and more of them without a value where there is a gap.
# Seen:  the places of x are counted up in doubles from the least by the least distance, so that the third is 0.30000000000000004,
#        beyond the end; rows that stand on none of them are dropped, without a word. Of whole numbers, of 0.25, 0.5 and 0.75 and of
#        5.1 to 5.4 all rows stay.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps @evidence-dev/component-utilities@4.0.13 @tidyjs/tidy@2.5.2 esbuild@0.25.0
cat >seen.js <<'JS'
import getCompletedData from "@evidence-dev/component-utilities/getCompletedData";

const sum = (rows) => rows.reduce((all, row) => all + (row.sold ?? 0), 0);
for (const places of [[0.1, 0.2, 0.3], [0.1, 0.2, 0.3, 0.6, 0.7], [1.1, 1.2, 1.3], [5.1, 5.2, 5.3, 5.4], [0.25, 0.5, 0.75], [1, 2, 4]]) {
  const rows = places.map((x, i) => ({ x, sold: 10 ** i, seller: "ab"[i % 2] }));
  const one = getCompletedData(rows, "x", "sold", undefined, true, true);
  const two = getCompletedData(rows, "x", "sold", "seller", true, true);
  console.log(places.join(" "), "sold", sum(rows), "filled", sum(one), "at", one.map((row) => row.x).join(" "), "two sellers", sum(two));
}
JS
node node_modules/esbuild/bin/esbuild seen.js --bundle --platform=node --format=esm --outfile=out.mjs --log-level=error
node out.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
0.1 0.2 0.3 sold 111 filled 11 at 0.1 0.2 two sellers 11
0.1 0.2 0.3 0.6 0.7 sold 11111 filled 11111 at 0.1 0.2 0.3 0.4 0.5 0.6 0.7 two sellers 11111
1.1 1.2 1.3 sold 111 filled 11 at 1.1 1.2 two sellers 11
5.1 5.2 5.3 5.4 sold 1111 filled 1111 at 5.1 5.2 5.3 5.4 two sellers 1111
0.25 0.5 0.75 sold 111 filled 111 at 0.25 0.5 0.75 two sellers 111
1 2 4 sold 111 filled 111 at 1 2 3 4 two sellers 111
SEEN
