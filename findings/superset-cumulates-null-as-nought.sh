#!/usr/bin/env bash
# apache-superset 6.1.0 (PyPI), what it does to rows before a chart is drawn: one NULL makes the highest temperature so far 0, and a
# cumulative share ends at 42%.
#
# Input: temperatures below nought and amounts, one of each unknown; sales by a column of text in which NULL stands for "not told".
#
# Guess: NULL is left out, as SQL and pandas leave it out: of -5, NULL, -3 the highest so far is -5, NULL, -3 or -5, -5, -3. A cumulative
#        histogram of shares ends at 1. Rows without a name are a category, wherever they stand; the count of a box plot is that of the
#        values in it.
# Seen:  the highest so far is 0 from the NULL on, as are the lowest and the product of amounts. The shares of a cumulative histogram are
#        divided by the sum of the cumulative counts. A pivot has the rows without a name as "<NULL>" where they are columns, and loses
#        them where they are rows, as does a histogram by that column. The box plot counts NULL.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check apache-superset==6.1.0
cat >seen.py <<'PY'
import pandas
from superset.utils.core import PostProcessingBoxplotWhiskerType as Whiskers
from superset.utils.pandas_postprocessing import boxplot, cum, histogram, pivot

days = pandas.DataFrame({"celsius": [-5, None, -3], "amount": [4.0, None, 9.0]})
for column, operator in (("celsius", "max"), ("amount", "min"), ("amount", "prod")):
    found = cum(days, columns={column: column}, operator=operator)
    print(f"running {operator} of {column}:", found[column].tolist())

sizes = pandas.DataFrame({"size": [1, 2, 3, 4, 10], "shop": ["a", "a", "b", "b", None]})
for cumulative in (False, True):
    shares = histogram(sizes.copy(), "size", None, bins=3, cumulative=cumulative, normalize=True)
    print("shares", "cumulative:" if cumulative else "each:", shares.iloc[0].round(3).tolist())
print("sizes by shop:", histogram(sizes.copy(), "size", ["shop"], bins=3).values.tolist())

sales = pandas.DataFrame({"year": [2024, 2024, 2024], "shop": ["a", "b", None], "sold": [1, 2, 30]})
total = {"sold": {"operator": "sum"}}
columns = pivot(sales.copy(), index=["year"], columns=["shop"], aggregates=total)
print("shops as columns:", dict(zip(columns["sold"].columns, columns["sold"].values[0])))
print("shops as rows:", pivot(sales.copy(), index=["shop"], aggregates=total)["sold"].to_dict())

plot = boxplot(days.assign(shop="a"), groupby=["shop"], metrics=["amount"], whisker_type=Whiskers.MINMAX)
print("box plot:", "count", plot["amount__count"][0], "mean", plot["amount__mean"][0])
PY
v/bin/python -W ignore seen.py 2>python.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat python.log; exit 1; }
running max of celsius: [-5.0, 0.0, 0.0]
running min of amount: [4.0, 0.0, 0.0]
running prod of amount: [4.0, 0.0, 0.0]
shares each: [0.6, 0.2, 0.2]
shares cumulative: [0.25, 0.333, 0.417]
sizes by shop: [['a', 2, 0, 0], ['b', 1, 1, 0]]
shops as columns: {'<NULL>': 30, 'a': 1, 'b': 2}
shops as rows: {'a': 1, 'b': 2}
box plot: count 3 mean 6.5
SEEN
