#!/usr/bin/env bash
# ClickHouse 26.9.2 (chdb 4.4.0 of PyPI): toStartOfMonth puts all days before 1970 into one month, date_trunc('month', …) does not.
#
# Input: dates of birth in a Parquet file, which ClickHouse reads as Date32, a type for the years from 1 on.
#
# Guess: `toStartOfMonth(d)` and `date_trunc('month', d)` are two names of one function, and both know the days that the type has.
# Seen:  the first is of type Date: 5 May 1950 and 20 July 1969 are both in January 1970, 1 June 2200 is in June 2149, which ends there.
#        The second, with the same column, is 1950-05-01, 1969-07-01 and 2200-06-01. toStartOfYear and toMonday are as the
#        first; toStartOfInterval and `toDate` of a DateTime64 wrap, from 1950 to 2129 and from 2200 to 2020.
# The setting `enable_extended_results_for_datetime_functions = 1` makes the first as the second.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check chdb==4.4.0 chdb-core==26.9.0 pyarrow==26.0.1
cat >seen.py <<'PY'
import datetime

import chdb
import pyarrow
import pyarrow.parquet

days = [datetime.date(1950, 5, 5), datetime.date(1969, 7, 20), datetime.date(1985, 3, 9), datetime.date(2200, 6, 1)]
pyarrow.parquet.write_table(pyarrow.table({"d": days}), "births.parquet")


def column(expression, settings=""):
    text = str(chdb.query(f"select {expression} from file('births.parquet') order by d {settings}", "TSV"))
    return " ".join(text.split("\n")).strip()


for expression in (
    "d",
    "date_trunc('month', d)",
    "toStartOfMonth(d)",
    "toStartOfYear(d)",
    "toMonday(d)",
    "toStartOfInterval(d, interval 1 month)",
    "toDate(toDateTime64(d, 3, 'UTC'))",
):
    print(expression, "=", column(expression))
print("with the setting:", column("toStartOfMonth(d)", "settings enable_extended_results_for_datetime_functions = 1"))
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
d = 1950-05-05 1969-07-20 1985-03-09 2200-06-01
date_trunc('month', d) = 1950-05-01 1969-07-01 1985-03-01 2200-06-01
toStartOfMonth(d) = 1970-01-01 1970-01-01 1985-03-01 2149-06-06
toStartOfYear(d) = 1970-01-01 1970-01-01 1985-01-01 2149-06-06
toMonday(d) = 1970-01-01 1970-01-01 1985-03-04 2149-06-06
toStartOfInterval(d, interval 1 month) = 2129-10-05 2148-12-05 1985-03-01 2020-12-25
toDate(toDateTime64(d, 3, 'UTC')) = 2129-10-09 2148-12-24 1985-03-09 2020-12-25
with the setting: 1950-05-01 1969-07-01 1985-03-01 2200-06-01
SEEN
