#!/usr/bin/env bash
# csv-parse 7.0.3 (npm): with `cast` and `cast_date` the flat "Apartment 7" is a day of July 2001 and the article "A-100" of the year 100.
#
# Input: a table of addresses and articles as a shop exports it; values that are dates stand as 2024-01-31.
#
# Guess: what is written as a date becomes a Date, as papaparse's `dynamicTyping` and DuckDB have it; other text stays text.
# Seen:  whatever `Date.parse` of V8 takes, and that is any word followed by a number from 1 to 12 or above 31: the word is dropped. So
#        "Lot 12", "Size 3/4" and "1-2" are days of 2001, "Gate 99" is 1999, while "Lot 13" stays text: one column holds both. `cast` alone
#        makes 0 of 0x1F, and another number of an id of 17 digits.
# `cast: (value, context) => …` with one's own rule for each column is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3
cat >seen.mjs <<'JS'
import { parse } from "csv-parse/sync";

const values = ["2024-01-31", "Apartment 7", "Lot 12", "Lot 13", "Gate 99", "A-100", "Size 3/4", "1-2", "0x1F", "90071992547409931"];
const read = (options) => parse(values.join("\n"), options).map(([value]) => (value instanceof Date ? value.toISOString().slice(0, 10) : value));
const [cast, dates] = [read({ cast: true }), read({ cast: true, cast_date: true })];
values.forEach((value, i) => console.log(`${value} | ${JSON.stringify(cast[i])} | ${JSON.stringify(dates[i])}`));
JS
TZ=UTC node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
2024-01-31 | "2024-01-31" | "2024-01-31"
Apartment 7 | "Apartment 7" | "2001-07-01"
Lot 12 | "Lot 12" | "2001-12-01"
Lot 13 | "Lot 13" | "Lot 13"
Gate 99 | "Gate 99" | "1999-01-01"
A-100 | "A-100" | "0100-01-01"
Size 3/4 | "Size 3/4" | "2001-03-04"
1-2 | "1-2" | "2001-01-02"
0x1F | 0 | 0
90071992547409931 | 90071992547409940 | 90071992547409940
SEEN
