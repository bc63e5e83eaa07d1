#!/usr/bin/env bash
# read-excel-file 9.3.17: times come a millisecond too early, and dates of 1904 four years, where the workbook says "true".
#
# Input: a workbook with all minutes of 2024-03-10 as XlsxWriter 3.3.1 and openpyxl write them (a day's number as a double), and one that
# counts from 1904, as LibreOffice 7.4 saves it: `date1904="true"`, one of the four spellings of XML Schema's boolean.
#
# Guess: whole minutes, as Excel, LibreOffice and openpyxl show them; 2024-02-29.
# Seen:  544 of 1,440 minutes are 1 ms early, 8 of the 24 full hours fall into the hour before: milliseconds are cut, not rounded.
#        The date of 1904 is 2020-02-28; with `date1904="1"` it is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts read-excel-file@9.3.17
python3 -m venv python >/dev/null
python/bin/pip install --quiet xlsxwriter==3.3.1
python/bin/python - <<'PY'
import datetime as dt, xlsxwriter, zipfile

def write(name, dates, **options):
    book = xlsxwriter.Workbook(name, options)
    sheet, style = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for row, date in enumerate(dates):
        sheet.write_datetime(row, 0, date, style)
    book.close()

write("minutes.xlsx", [dt.datetime(2024, 3, 10) + dt.timedelta(minutes=n) for n in range(1440)])
write("one.xlsx", [dt.datetime(2024, 2, 29)], date_1904=True)
with zipfile.ZipFile("one.xlsx") as old, zipfile.ZipFile("true.xlsx", "w") as new:
    for name in old.namelist():
        new.writestr(name, old.read(name).replace(b'date1904="1"', b'date1904="true"'))
PY
cat >seen.mjs <<'JS'
import read from "read-excel-file/node";

const dates = async (file) => {
  const [first] = await read(file);
  return first.data.map(([date]) => date);
};
const minutes = await dates("minutes.xlsx");
console.log(`wrong minutes: ${minutes.filter((date) => date.getTime() % 60_000 !== 0).length}`);
console.log(`wrong hours: ${minutes.filter((date, n) => date.getUTCHours() !== Math.floor(n / 60)).length}`);
for (const file of ["one.xlsx", "true.xlsx"]) console.log(`${file}: ${(await dates(file))[0].toISOString().slice(0, 10)}`);
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
wrong minutes: 544
wrong hours: 8
one.xlsx: 2024-02-29
true.xlsx: 2020-02-28
SEEN
