#!/usr/bin/env bash
# dbfread 2.0.7 (PyPI): what is NULL in a table of Visual FoxPro is 0 and an empty text, so that a mean falls from 10 to 5.
#
# Input: orders with columns that may be NULL, written by the Python package dbf 0.99.11, which reads NULL again, as does javadbf 1.14.1 for
# Java. FoxPro keeps NULL as bits of a hidden column, `_NullFlags`, and the bytes of the value as blanks or zeros.
#
# Guess: None, as for an empty number of the type N, an empty date and an empty logical value in the same row.
# Seen:  0 for integers, Decimal('0') for currency, '' for a character column: no way to tell them from values
#        but by the bits, which arrive as one more column of bytes. Types that can be blank are None.
#        An order that is worth nothing and one whose worth is not known are one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check dbf==0.99.11 dbfread==2.0.7
cat >seen.py <<'PY'
from datetime import date
from decimal import Decimal
from statistics import mean

import dbf
import dbfread

table = dbf.Table("t.dbf", "name C(9) null; pieces I null; price Y null; plain N(9,2) null; day D null", dbf_type="vfp")
table.open(dbf.READ_WRITE)
table.append(("a", 10, Decimal("2.50"), 1, date(2024, 1, 31)))
table.append((dbf.Null,) * 5)
table.append(("c", 0, Decimal(0), 0, date(2024, 1, 31)))
for row in table:
    print("dbf", [value if not hasattr(value, "strip") else value.strip() for value in (None if value is dbf.Null else value for value in row)])
table.close()
rows = list(dbfread.DBF("t.dbf"))
for row in rows:
    print("dbfread", list(row.values()))
print("mean of pieces of the first two", mean(row["PIECES"] for row in rows[:2] if row["PIECES"] is not None))
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
dbf ['a', 10, Decimal('2.5000'), 1.0, datetime.date(2024, 1, 31)]
dbf [None, None, None, None, None]
dbf ['c', 0, Decimal('0.0000'), 0.0, datetime.date(2024, 1, 31)]
dbfread ['a', 10, Decimal('2.5'), 1.0, datetime.date(2024, 1, 31), b'\xe0']
dbfread ['', 0, Decimal('0'), None, None, b'\xff']
dbfread ['c', 0, Decimal('0'), 0.0, datetime.date(2024, 1, 31), b'\xe0']
mean of pieces of the first two 5
SEEN
