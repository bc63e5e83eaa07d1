#!/usr/bin/env bash
# polars 2.1.0 with fastexcel 0.21.0: `read_excel` empties cells that come late and do not fit the first ones.
#
# Input: a workbook of XlsxWriter 3.3.1 with 1,500 orders, whose quantities are numbers but for "7 boxes" in the last row but one and TRUE in
# the last.
#
# Guess: an error that names the value, as `read_csv` of the same table gives, or a column of texts; `infer_schema_length` says what it is for.
# Seen:  the column is Int64, "7 boxes" is null and TRUE is 1, without a word. `engine="openpyxl"` keeps the text.
#        Of a sheet with this column only the row is gone, since it is now empty.
#        With `infer_schema_length=None` all cells are looked at, and the column is text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check polars==2.1.0 fastexcel==0.21.0 xlsxwriter==3.3.1 openpyxl==3.1.5 pyarrow==26.0.1
cat >seen.py <<'PY'
import polars
import xlsxwriter

values = [*range(1498), "7 boxes", True]
book = xlsxwriter.Workbook("orders.xlsx")
for sheet in (book.add_worksheet("orders"), book.add_worksheet("quantities")):
    sheet.write_column(0, 0, ["quantity", *values])
book.get_worksheet_by_name("orders").write_column(0, 1, ["id", *range(1500)])
book.close()
with open("orders.csv", "w") as file:
    print("quantity", *values, sep="\n", file=file)

for label, read in (
    ("read_excel", lambda: polars.read_excel("orders.xlsx")),
    ("one column", lambda: polars.read_excel("orders.xlsx", sheet_id=2)),
    ("openpyxl", lambda: polars.read_excel("orders.xlsx", engine="openpyxl")),
    ("all cells", lambda: polars.read_excel("orders.xlsx", infer_schema_length=None)),
    ("read_csv", lambda: polars.read_csv("orders.csv")),
):
    try:
        column = read()["quantity"]
        print(label, column.dtype, len(column), "rows", column.to_list()[-3:])
    except Exception as error:
        print(label, type(error).__name__)
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
read_excel Int64 1500 rows [1497, None, 1]
one column Int64 1499 rows [1496, 1497, 1]
openpyxl String 1500 rows ['1497', '7 boxes', 'true']
all cells String 1500 rows ['1497', '7 boxes', 'true']
read_csv ComputeError
SEEN
