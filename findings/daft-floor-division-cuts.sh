#!/usr/bin/env bash
# daft 0.7.1 (PyPI, data frames on Rust): `//` of whole numbers cuts where it is called a floor, so that the bin around nought is two bins wide.
#
# Input: six changes of a price, below and above nought, in bins of ten; once as whole numbers, once as reals.
#
# Guess: `//` is Python's, whose documentation here calls it a floor: -7 // 10 is -1, and both kinds of numbers fall into the same bins.
# Seen:  whole numbers are cut towards nought: -7 // 10 is 0, so that bin 0 has the changes from -9 to 9. Reals are floored.
#        The mean of three whole numbers below 2^63 is negative as well: their sum has turned round before it is divided.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check daft==0.7.1 >/dev/null
cat >seen.py <<'PY'
import daft
from daft import col

changes = [-15, -7, -1, 3, 7, 15]
frame = daft.from_pydict({"whole": changes, "real": [float(change) for change in changes]})
bins = frame.select((col("whole") // 10).alias("whole"), (col("real") // 10.0).alias("real")).to_pydict()
print("whole:", bins["whole"])
print("real:", bins["real"])
print("python:", [change // 10 for change in changes])
print("mean:", daft.from_pydict({"id": [2**62, 2**62, 0]}).agg(col("id").mean()).to_pydict()["id"][0])
PY
env/bin/python seen.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
whole: [-1, 0, 0, 0, 0, 1]
real: [-2.0, -1.0, -1.0, 0.0, 0.0, 1.0]
python: [-2, -1, -1, 0, 0, 1]
mean: -3.0744573456182584e+18
SEEN
