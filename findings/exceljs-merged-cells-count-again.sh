#!/usr/bin/env bash
# exceljs 4.4.0: the value of merged cells is in each of them, so that a sum of the column counts it again.
#
# Input: a workbook of XlsxWriter 3.3.1 in which one total of 100 spans three rows, with 50 below. The file has these two numbers.
#
# Guess: the first cell has the value and the others are empty, as the file says and as openpyxl 3.1.5 and SheetJS 0.18.5 read it.
# Seen:  `row.values`, `column.values`, `cell.value` and the CSV writer have 100 three times, and the sum is 350. A cell tells by `isMerged`
#        and by a `master` other than itself that the value is not its own; `cell.type` is Merge.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check xlsxwriter==3.3.1 openpyxl==3.1.5
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0 xlsx@0.18.5
v/bin/python - <<'PY'
import xlsxwriter

book = xlsxwriter.Workbook("sales.xlsx")
sheet = book.add_worksheet()
sheet.merge_range("A1:A3", 100)
sheet.write("A4", 50)
book.close()
PY
cat >seen.mjs <<'JS'
import excel from "exceljs";
import sheetjs from "xlsx";

const sum = (values) => values.reduce((total, value) => total + (value ?? 0), 0);
const book = new excel.Workbook();
await book.xlsx.readFile("sales.xlsx");
const [sheet] = book.worksheets;
const cells = [1, 2, 3, 4].map((row) => sheet.getCell(row, 1));
console.log(`exceljs ${sum(cells.map((cell) => cell.value))}: ${cells.map((cell) => cell.value)}`);
console.log(`  column.values ${sum(sheet.getColumn(1).values)}, CSV ${String(await book.csv.writeBuffer()).split("\n")}`);
console.log(`  own values ${sum(cells.filter((cell) => cell.master === cell).map((cell) => cell.value))}`);
const { Sheets, SheetNames } = sheetjs.readFile("sales.xlsx");
const rows = sheetjs.utils.sheet_to_json(Sheets[SheetNames[0]], { header: 1, blankrows: true });
console.log(`SheetJS ${sum(rows.map(([value]) => value))}`);
JS
{
  node seen.mjs
  v/bin/python -c 'import openpyxl; print("openpyxl", [row[0].value for row in openpyxl.load_workbook("sales.xlsx").active])'
} | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
exceljs 350: 100,100,100,50
  column.values 350, CSV 100,100,100,50
  own values 150
SheetJS 150
openpyxl [100, None, None, 50]
SEEN
