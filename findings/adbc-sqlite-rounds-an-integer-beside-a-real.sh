#!/usr/bin/env bash
# adbc-driver-sqlite 1.13.0: whether an integer beyond 2^53 is exact, rounded or an error depends on where a real stands.
#
# Input: a column with the id 9007199254740993 and one real, 0.5. The driver infers a type from the first 1024 rows and
# sends Arrow, whose point is that types are kept. If the real is among them, the column is `double` and the id is another
# number, without a word; if it comes later, the read fails although every value is valid for SQLite.
#
# Seen:
#   real in row 2        double  9007199254740992
#   real in row 2000     [SQLite] Type mismatch in column 0: expected INT64 but got DOUBLE
#   no real              int64   9007199254740993
#
# Expected: the same for the same values in another order, and no other id. Headwater reads such a column as text, with a
# warning that names it.
# Exit code 1 when the behaviour is another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check adbc-driver-sqlite==1.13.0 adbc-driver-manager==1.13.0 pyarrow==26.0.1
cat >seen.py <<'PY'
import sqlite3

import adbc_driver_sqlite.dbapi as adbc

ID = 9007199254740993
TABLES = {
    "real in row 2": [ID, 0.5],
    "real in row 2000": [ID] + list(range(1998)) + [0.5],
    "no real": [ID, 1],
}
for label, values in TABLES.items():
    db = sqlite3.connect("t.db")
    db.execute("drop table if exists t")
    db.execute("create table t(v)")
    db.executemany("insert into t values (?)", [(value,) for value in values])
    db.commit()
    db.close()
    with adbc.connect("t.db") as connection, connection.cursor() as cursor:
        try:
            cursor.execute("select v from t")
            table = cursor.fetch_arrow_table()
            print(label, table.schema.field("v").type, int(table["v"][0].as_py()))
        except Exception as error:
            print(label, str(error))
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
real in row 2 double 9007199254740992
real in row 2000 [SQLite] Type mismatch in column 0: expected INT64 but got DOUBLE
no real int64 9007199254740993
SEEN
