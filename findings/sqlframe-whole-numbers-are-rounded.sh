#!/usr/bin/env bash
# sqlframe 4.10.0 (PyPI, the DataFrames of PySpark over DuckDB): who is 17.9 years old is of age, and the list of a group has its NULLs.
#
# Input: columns and functions of PySpark's own documentation, with the session for DuckDB 2.0.1 and its other settings as they are.
#
# Guess: PySpark's values, for which the library stands in, or an error for what DuckDB has not. In PySpark cast("int") cuts, collect_list() leaves
#        NULL out, split() has a limit, rint() goes to the even neighbour, and months_between() counts the hours: 3.94959677 for the days below.
# Seen:  cast("int") rounds, and halves go to the even number: 17.9 is 18, 3.5 is 4 and 0.5 is 0. collect_list() keeps NULL, so that its size is
#        another count. split() gives all the parts whatever its limit, rint() is round(), the hours are lost from the months, and the
#        quarter of date_format() is the text "QQQ". Nothing is said.
# `F.floor` is the same in both, and cuts what is not negative.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check sqlframe==4.10.0 duckdb==2.0.1 sqlglot==30.22.0
cat >seen.py <<'PY'
import logging

from sqlframe.duckdb import DuckDBSession
from sqlframe.duckdb import functions as F

logging.disable()
session = DuckDBSession()
people = session.createDataFrame([("a", 17.9, 2), ("a", 3.5, None), ("b", 0.5, 7), ("b", -2.7, 7)], schema="team string, years double, score int")
moment = F.lit("1997-02-28 10:30:00").cast("timestamp")
for name, column in {
    'years.cast("int")': F.col("years").cast("int"),
    "floor(years)": F.floor("years"),
    "rint(years)": F.rint("years"),
    'split("a,b,c", ",", 2)': F.split(F.lit("a,b,c"), ",", 2),
    "months_between(1997-02-28 10:30, 1996-10-30)": F.months_between(moment, F.lit("1996-10-30").cast("timestamp")),
    'date_format(1997-02-28, "yyyy QQQ")': F.date_format(moment, "yyyy QQQ"),
}.items():
    print(name, *(row["v"] for row in people.select(column.alias("v")).collect()))
lists = people.groupBy("team").agg(F.collect_list("score").alias("v"), F.count("score").alias("n")).orderBy("team").collect()
print("collect_list(score), count(score)", *((row["v"], row["n"]) for row in lists))
print("of age", people.where(F.col("years").cast("int") >= 18).count())
PY
v/bin/python seen.py 2>python.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat python.log; exit 1; }
years.cast("int") 18 4 0 -3
floor(years) 17.0 3.0 0.0 -3.0
rint(years) 18.0 4.0 1.0 -3.0
split("a,b,c", ",", 2) ['a', 'b', 'c'] ['a', 'b', 'c'] ['a', 'b', 'c'] ['a', 'b', 'c']
months_between(1997-02-28 10:30, 1996-10-30) 3.935483870967742 3.935483870967742 3.935483870967742 3.935483870967742
date_format(1997-02-28, "yyyy QQQ") 1997 QQQ 1997 QQQ 1997 QQQ 1997 QQQ
collect_list(score), count(score) ([2, None], 1) ([7, 7], 2)
of age 1
SEEN
