#!/usr/bin/env bash
# perspective-python 5.6.1 (PyPI): one value that is missing makes the lowest one 0, the minimum or the maximum NULL, the product 0 and the
# median another.
#
# Input: temperatures of one station, and a row of a second one, "south" or "alpha", whose value is NULL, which comes with the others or in a
# second update; the line of totals of a view by station is looked at.
#
# Guess: NULL is left out of each aggregate, as `sum` and `avg` leave it out and as SQL does; `low` is the same as `min`, `high` as `max`.
# Seen:  of 5, 3, 8 and NULL `low` is 0; `max` is NULL where the row came with the others, `min` where it came later. Of -5, -3 and -8 the
#        highest is 0. The median of 5, 3 and 8 is 5.5, 6.5, 4 or NULL, by the name of the station that has no value, and by when it came.
#        So the total says that nothing was the greatest, and a chart from lowest to highest begins at 0.
# A filter "is not null" on the column makes all of them right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check perspective-python==5.6.1
cat >seen.py <<'PY'
import perspective

client = perspective.Server().new_local_client()
NAMES = ["sum", "avg", "min", "low", "max", "high", "mul", "median"]


def show(label, updates, **options):
    table = client.table({"station": "string", "degrees": "float"})
    for rows in updates:
        table.update(rows)
    totals = (table.view(group_by=["station"], columns=["degrees"], aggregates={"degrees": name}, **options).to_json()[0] for name in NAMES)
    print(label, *(f"{name} {total['degrees']:g}" if total["degrees"] is not None else f"{name} NULL" for name, total in zip(NAMES, totals)))


for values in ([5, 3, 8], [-5, -3, -8]):
    known = [{"station": "north", "degrees": value} for value in values]
    show(f"{values}:", [known])
    for station in ("south", "alpha"):
        missing = [{"station": station, "degrees": None}]
        show(f"with {station}:", [known + missing])
        show(f"{station} later:", [known, missing])
    show("filtered:", [known, missing], filter=[["degrees", "is not null", None]])
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
[5, 3, 8]: sum 16 avg 5.33333 min 3 low 3 max 8 high 8 mul 120 median 5
with south: sum 16 avg 5.33333 min 3 low 0 max NULL high 8 mul 0 median 6.5
south later: sum 16 avg 5.33333 min NULL low 0 max 8 high 8 mul 0 median NULL
with alpha: sum 16 avg 5.33333 min 3 low 0 max NULL high 8 mul 0 median 5.5
alpha later: sum 16 avg 5.33333 min NULL low 0 max 8 high 8 mul 0 median 4
filtered: sum 16 avg 5.33333 min 3 low 3 max 8 high 8 mul 120 median 5
[-5, -3, -8]: sum -16 avg -5.33333 min -8 low -8 max -3 high -3 mul -120 median -5
with south: sum -16 avg -5.33333 min -8 low -8 max NULL high 0 mul -0 median -4
south later: sum -16 avg -5.33333 min NULL low -8 max -3 high 0 mul -0 median NULL
with alpha: sum -16 avg -5.33333 min -8 low -8 max NULL high 0 mul -0 median -5.5
alpha later: sum -16 avg -5.33333 min NULL low -8 max -3 high 0 mul -0 median -6.5
filtered: sum -16 avg -5.33333 min -8 low -8 max -3 high -3 mul -120 median -5
SEEN
