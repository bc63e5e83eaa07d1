#!/usr/bin/env bash
# xlsx 0.18.5 (npm, SheetJS): a time of 10:00:59.6 is written as 10:00:00, and the end of a day as 23:59:00.
#
# Input: a workbook of XlsxWriter 3.3.1 with times that have a fraction of a second, as loggers and differences of times have them, under the
# format hh:mm:ss and others, as the text that `sheet_to_csv` writes and `cell.w` has; the first column has the seconds that were meant.
#
# Guess: rounded or cut: 10:01:00 or 10:00:59.
# Seen:  10:00:00. From 59.5 seconds on the seconds are rounded to 60, shown as 00, and nothing is carried to the minute: the text is a
#        minute too early, also under mm:ss, [h]:mm:ss and with a date. With a place behind the seconds, `hh:mm:ss.0`, it is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check xlsxwriter==3.3.1
cat >make.py <<'PY'
import xlsxwriter

book = xlsxwriter.Workbook("t.xlsx")
sheet = book.add_worksheet()
forms = [book.add_format({"num_format": form}) for form in ("hh:mm:ss", "[h]:mm:ss", "mm:ss", "yyyy-mm-dd hh:mm:ss", "h:mm", "h:mm:ss.0")]
for line, seconds in enumerate((36058.6, 36059.4, 36059.6, 39599.7, 86399.6)):
    sheet.write(line, 0, seconds)
    for column, form in enumerate(forms):
        sheet.write(line, column + 1, 45322 * (column == 3) + seconds / 86400, form)
book.close()
PY
v/bin/python make.py
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5
cat >seen.mjs <<'JS'
import { readFileSync } from "node:fs";
import XLSX from "xlsx";

const { Sheets } = XLSX.read(readFileSync("t.xlsx"));
console.log(XLSX.utils.sheet_to_csv(Sheets.Sheet1));
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
36058.6,10:00:59,10:00:59,00:59,2024-01-31 10:00:59,10:00,10:00:58.6
36059.4,10:00:59,10:00:59,00:59,2024-01-31 10:00:59,10:00,10:00:59.4
36059.6,10:00:00,10:00:00,00:00,2024-01-31 10:00:00,10:01,10:00:59.6
39599.7,10:59:00,10:59:00,59:00,2024-01-31 10:59:00,11:00,10:59:59.7
86399.6,23:59:00,23:59:00,59:00,2024-01-31 23:59:00,24:00,23:59:59.6
SEEN
