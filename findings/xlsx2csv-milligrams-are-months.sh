#!/usr/bin/env bash
# xlsx2csv 0.8.6 (PyPI): a dose of 2.5 mg is `0.00 "01g"` in the CSV, and half a milligram is twelve o'clock.
#
# Input: a workbook of XlsxWriter 3.3.1 with numbers whose formats show a unit, `0.00 "mg"`, as one types it in Excel's dialog. What stands
# in quotes is shown as it is.
#
# Guess: 2.5, 0.5 and 40, or with the unit, as for the format `0.00 "kg"`.
# Seen:  a letter of a date anywhere in the format makes the cell a date, in quotes too: for numbers from 1 the format itself is the cell,
#        with the month in it, `0.00 "01g"`, and the number is lost; below 1 it is a time of day. So with "mm", "m³", "days" and "EUR/day".
#        There is no word of it, and the exit code is 0.
# `--dateformat float` keeps the numbers from 1 on, but not half a milligram.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check xlsx2csv==0.8.6 xlsxwriter==3.3.1 openpyxl==3.1.5
cat >make.py <<'PY'
import openpyxl
import xlsxwriter

book = xlsxwriter.Workbook("t.xlsx")
sheet = book.add_worksheet()
for line, unit in enumerate(("kg", "mg", "mm", "m³", "days", "EUR/day")):
    form = book.add_format({"num_format": f'0.00 "{unit}"'})
    sheet.write(line, 0, unit)
    sheet.write_row(line, 1, [2.5, 0.5, 40], form)
book.close()
for row in openpyxl.load_workbook("t.xlsx").active.iter_rows(values_only=True):
    print("openpyxl", *row)
PY
{
  v/bin/python make.py
  v/bin/xlsx2csv t.xlsx
  v/bin/xlsx2csv --dateformat float t.xlsx
} | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
openpyxl kg 2.5 0.5 40
openpyxl mg 2.5 0.5 40
openpyxl mm 2.5 0.5 40
openpyxl m³ 2.5 0.5 40
openpyxl days 2.5 0.5 40
openpyxl EUR/day 2.5 0.5 40
kg,2.5000000,0.5000000,40
mg,"0.00 ""01g""",12:00,"0.00 ""02g"""
mm,"0.00 ""01""",12:00,"0.00 ""02"""
m³,"0.00 ""01³""",12:00,"0.00 ""02³"""
days,"0.00 ""01ays""",12:00,"0.00 ""08ays"""
EUR/day,"0.00 ""eur/01ay""",12:00,"0.00 ""eur/08ay"""
kg,2.5000000,0.5000000,40
mg,2.5000000,12:00,40
mm,2.5000000,12:00,40
m³,2.5000000,12:00,40
days,2.500000000,12:00,40
EUR/day,2.500000000000,12:00,40
SEEN
