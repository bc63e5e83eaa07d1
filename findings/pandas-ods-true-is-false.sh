#!/usr/bin/env bash
# pandas 3.1.1 with odfpy 1.4.1: in a sheet that was saved in another language than English TRUE is read as False.
#
# Input: an OpenDocument sheet as LibreOffice in German saves it: the cell's value is `office:boolean-value="true"`, the text that it shows
# is WAHR. Beside it a duration of 25 hours, `PT25H00M00S`, shown as 01:00, which is what the format HH:MM shows of it.
#
# Guess: the value counts, as for numbers, percentages and dates, and not the text that is shown.
# Seen:  WAHR, VRAI and VERDADERO are False, as FALSCH is, without a word; TRUE is True. The duration is 01:00, a time of day.
#        `engine="calamine"` reads the values: True, and PT25H00M00S, as a text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1
cat >seen.py <<'PY'
import pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

document = OpenDocumentSpreadsheet()
table = Table(name="paid")
document.spreadsheet.addElement(table)


def add(*cells):
    row = TableRow()
    table.addElement(row)
    for text, kind, value in cells:
        cell = TableCell(valuetype=kind, **value)
        cell.addElement(P(text=text))
        row.addElement(cell)


duration = ("01:00", "time", {"timevalue": "PT25H00M00S"})
add(("shown", "string", {}), ("paid", "string", {}), ("worked", "string", {}))
for true, false in (("TRUE", "FALSE"), ("WAHR", "FALSCH"), ("VRAI", "FAUX"), ("VERDADERO", "FALSO")):
    add((true, "string", {}), (true, "boolean", {"booleanvalue": "true"}), duration)
    add((false, "string", {}), (false, "boolean", {"booleanvalue": "false"}), duration)
document.save("paid.ods")

for engine in ("odf", "calamine"):
    sheet = pandas.read_excel("paid.ods", engine=engine, keep_default_na=False)
    print(engine, {text: bool(paid) for text, paid in zip(sheet["shown"], sheet["paid"])}, sheet["worked"][0])
PY
v/bin/python -W ignore seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
odf {'TRUE': True, 'FALSE': False, 'WAHR': False, 'FALSCH': False, 'VRAI': False, 'FAUX': False, 'VERDADERO': False, 'FALSO': False} 01:00:00
calamine {'TRUE': True, 'FALSE': False, 'WAHR': True, 'FALSCH': False, 'VRAI': True, 'FAUX': False, 'VERDADERO': True, 'FALSO': False} PT25H00M00S
SEEN
