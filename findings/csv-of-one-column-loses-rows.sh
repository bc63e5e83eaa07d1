#!/usr/bin/env bash
# pyarrow 26.0.1: a CSV file of one column that pyarrow has written has fewer rows when pyarrow reads it.
#
# Input: the column 1, NULL, 2, NULL, written as CSV by pyarrow, DuckDB 1.5.6, Polars 2.1.0 and pandas 3.1.1, and read by each.
#
# Guess: what a library writes it reads again, NULL for NULL, or empty texts; the number of rows stays.
# Seen:  NULL is an empty line in the files of pyarrow, DuckDB and Polars. pyarrow and pandas pass empty lines over: two rows of four, so
#        that counts are too small and a file beside it no longer fits row by row. DuckDB and Polars read four rows. pandas writes `""` instead,
#        of which Polars makes the whole column text.
# `ParseOptions(ignore_empty_lines=False)` and `skip_blank_lines=False` read all rows; a second column, such as the key, helps everywhere.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check pyarrow==26.0.1 duckdb==1.5.6 polars==2.1.0 pandas==3.1.1
cat >seen.py <<'PY'
import duckdb
import pandas
import polars
import pyarrow
import pyarrow.csv

values = [1, None, 2, None]
data = pyarrow.table({"v": values})
pyarrow.csv.write_csv(data, "pyarrow.csv")
duckdb.sql("copy (from data) to 'DuckDB.csv'")
polars.from_arrow(data).write_csv("Polars.csv")
pandas.DataFrame({"v": pandas.array(values, "Int64")}).to_csv("pandas.csv", index=False)

READERS = {
    "pyarrow": lambda file: pyarrow.csv.read_csv(file)["v"].to_pylist(),
    "pandas": lambda file: pandas.read_csv(file, dtype={"v": "Int64"})["v"].to_list(),
    "DuckDB": lambda file: [row[0] for row in duckdb.sql(f"select v from read_csv('{file}', header = true)").fetchall()],
    "Polars": lambda file: polars.read_csv(file)["v"].to_list(),
}
for writer in ("pyarrow", "DuckDB", "Polars", "pandas"):
    file = f"{writer}.csv"
    print(writer, "wrote", repr(open(file, newline="").read()))
    for reader, read in READERS.items():
        read_values = [None if value is pandas.NA else value for value in read(file)]
        print("  " + reader, "reads", read_values)
PY
v/bin/python -W ignore seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
pyarrow wrote '"v"\n1\n\n2\n\n'
  pyarrow reads [1, 2]
  pandas reads [1, 2]
  DuckDB reads [1, None, 2, None]
  Polars reads [1, None, 2, None]
DuckDB wrote 'v\n1\n\n2\n\n'
  pyarrow reads [1, 2]
  pandas reads [1, 2]
  DuckDB reads [1, None, 2, None]
  Polars reads [1, None, 2, None]
Polars wrote 'v\n1\n\n2\n\n'
  pyarrow reads [1, 2]
  pandas reads [1, 2]
  DuckDB reads [1, None, 2, None]
  Polars reads [1, None, 2, None]
pandas wrote 'v\n1\n""\n2\n""\n'
  pyarrow reads [1, None, 2, None]
  pandas reads [1, None, 2, None]
  DuckDB reads [1, None, 2, None]
  Polars reads ['1', '', '2', '']
SEEN
