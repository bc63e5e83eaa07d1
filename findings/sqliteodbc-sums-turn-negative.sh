#!/usr/bin/env bash
# sqliteodbc 0.9998 (Debian's libsqliteodbc, as pyodbc 5.5.0 sees it): two sales of two thousand million are minus 294967296 together.
#
# Input: a table of SQLite with amounts of INTEGER, BIGINT and NUMERIC, read over ODBC as a spreadsheet or a dashboard reads it.
#
# Guess: SQLite's own values, whose integers have 64 bits; where one does not fit into the type that the driver has given to a column, an error.
# Seen:  columns declared INTEGER, and every sum, product and maximum of whole numbers, have 32 bits, and what is above turns round without a
#        word: 3 thousand million is -1294967296. Only a bare column declared BIGINT is right; max() of it is 1. The first row decides for an
#        expression: after a whole number 2.75 is 2. Where a real has no value first, ifnull(part, 0) cuts all the parts after it. Prices
#        have 15 digits, so that the cents of large ones are others.
# `sum(amount) * 1.0` is right to 15 digits, `cast(sum(amount) as text)` to all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
chmod 755 .
apt-get update -qq >apt.log 2>&1
apt-get download -qq libsqliteodbc=0.9998-3+b1 libodbc2 libodbcinst2 libltdl7 libsqlite3-0 >>apt.log 2>&1
for package in *.deb; do dpkg-deb --extract "$package" system; done
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check pyodbc==5.5.0
cat >seen.py <<'PY'
import glob
import sqlite3

import pyodbc

own = sqlite3.connect("shop.db")
own.executescript("""
create table sales(id integer primary key, amount integer, wide bigint, price numeric(18, 2), part real);
insert into sales values (1, 2000000000, 9007199254740993, 12345678901234.56, null);
insert into sales values (2, 2000000000, -1, 0.10, 2.75);
insert into sales values (3, 3000000000, 0, 1.5, 0.5);
""")
pyodbc.pooling = False
bridge = pyodbc.connect(f"Driver={glob.glob('system/usr/lib/*/odbc/libsqlite3odbc.so')[0]};Database=shop.db")
for sql in (
    "amount from sales",
    "sum(amount) from sales where id < 3",
    "sum(amount) * 1.0 from sales where id < 3",
    "cast(sum(amount) as text) from sales where id < 3",
    "wide from sales",
    "sum(wide) from sales",
    "max(wide) from sales",
    "count(*) * 1000000000 from sales",
    "case id when 1 then 1 else 2.75 end from sales",
    "ifnull(part, 0) from sales",
    "price from sales",
):
    seen = [[row[0] for row in base.execute(f"select {sql}").fetchall()] for base in (own, bridge)]
    print(f"{sql}\n  SQLite {seen[0]}\n  ODBC   {seen[1]}")
PY
LD_LIBRARY_PATH=$(echo system/usr/lib/*/) v/bin/python seen.py 2>python.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat apt.log python.log; exit 1; }
amount from sales
  SQLite [2000000000, 2000000000, 3000000000]
  ODBC   [2000000000, 2000000000, -1294967296]
sum(amount) from sales where id < 3
  SQLite [4000000000]
  ODBC   [-294967296]
sum(amount) * 1.0 from sales where id < 3
  SQLite [4000000000.0]
  ODBC   [4000000000.0]
cast(sum(amount) as text) from sales where id < 3
  SQLite ['4000000000']
  ODBC   ['4000000000']
wide from sales
  SQLite [9007199254740993, -1, 0]
  ODBC   [9007199254740993, -1, 0]
sum(wide) from sales
  SQLite [9007199254740992]
  ODBC   [0]
max(wide) from sales
  SQLite [9007199254740993]
  ODBC   [1]
count(*) * 1000000000 from sales
  SQLite [3000000000]
  ODBC   [-1294967296]
case id when 1 then 1 else 2.75 end from sales
  SQLite [1, 2.75, 2.75]
  ODBC   [1, 2, 2]
ifnull(part, 0) from sales
  SQLite [0, 2.75, 0.5]
  ODBC   [0, 2, 0]
price from sales
  SQLite [12345678901234.56, 0.1, 1.5]
  ODBC   [12345678901234.6, 0.1, 1.5]
SEEN
