#!/usr/bin/env bash
# PyPika 0.51.1 (PyPI's pypika): the minus before a sum takes only its first term, and a condition ends at a minus before a minus.
#
# Input: expressions over columns of integers, in Python's operators, and the SQL that PyPika makes of them, run by SQLite.
#
# Guess: the value that the expression has in Python: brackets where they are needed, as PyPika has them for `a - (b - c)` and
#        `a / (b * c)`.
# Seen:  -(a + b) becomes -"a"+"b", and -(a - b) * c becomes -"a"-"b"*"c". a * (b / c) becomes a*b/c, which is another number for
#        integers, as SQLite and PostgreSQL divide them. `a - -b > 100` becomes "a"--"b">100, whose end is a comment: the condition is "a",
#        and each row fulfils it.
# Nothing is an error. `0 - (a + b)` and `a + b` are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check pypika==0.51.1
cat >seen.py <<'PY'
import sqlite3
from types import SimpleNamespace

from pypika import Query, Table

db = sqlite3.connect(":memory:")
db.execute("create table t(a integer, b integer, c integer)")
db.execute("insert into t values (7, 5, 3)")
table, row = Table("t"), SimpleNamespace(a=7, b=5, c=3)
for label, build in (
    ("-(a + b)", lambda t: -(t.a + t.b)),
    ("-(a - b) * c", lambda t: -(t.a - t.b) * t.c),
    ("0 - (a + b)", lambda t: 0 - (t.a + t.b)),
    ("a - (b - c)", lambda t: t.a - (t.b - t.c)),
):
    query = Query.from_(table).select(build(table)).get_sql()
    print(label, "is", build(row), "and is found as", db.execute(query).fetchone()[0], "by", query)
query = Query.from_(table).select(table.a * (table.b / table.c)).get_sql()
print("a * (b / c) is", row.a * (row.b // row.c), "and is found as", db.execute(query).fetchone()[0], "by", query)
for label, condition in (("-(a + b) < -10", -(table.a + table.b) < -10), ("a - -b > 100", table.a - -table.b > 100)):
    query = Query.from_(table).select("a").where(condition).get_sql()
    print("rows with", label, "are", len(db.execute(query).fetchall()), "by", query)
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
-(a + b) is -12 and is found as -2 by SELECT -"a"+"b" FROM "t"
-(a - b) * c is -6 and is found as -22 by SELECT -"a"-"b"*"c" FROM "t"
0 - (a + b) is -12 and is found as -12 by SELECT 0-("a"+"b") FROM "t"
a - (b - c) is 5 and is found as 5 by SELECT "a"-("b"-"c") FROM "t"
a * (b / c) is 7 and is found as 11 by SELECT "a"*"b"/"c" FROM "t"
rows with -(a + b) < -10 are 0 by SELECT "a" FROM "t" WHERE -"a"+"b"<-10
rows with a - -b > 100 are 1 by SELECT "a" FROM "t" WHERE "a"--"b">100
SEEN
