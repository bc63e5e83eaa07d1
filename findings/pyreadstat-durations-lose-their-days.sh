#!/usr/bin/env bash
# pyreadstat 1.3.7 (also behind pandas' read_spss): 30 hours of work in an SPSS file are read as 6.
#
# Input: a variable with SPSS's format TIME or DTIME, which is a span of seconds and not a time of day: 8:00:00, 30:00:00 and 100:15:00,
# written as plain numbers with that format.
#
# Guess: timedeltas, or an error or the plain seconds for what a time of day cannot be, as its other formats without a counterpart are.
# Seen:  datetime.time, and whole days left out without a word: 08:00, 06:00 and 04:15. The days of DTIME, which has them in its name, too.
#        So the sum is 18.25 of 138.25 hours.
# `disable_datetime_conversion=True` gives the seconds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
cat >seen.py <<'PY'
import pandas
import pyreadstat

HOURS = [8, 30, 100.25]
for kind in ("TIME8", "DTIME12"):
    frame = pandas.DataFrame({"spent": [hours * 3600 for hours in HOURS]})
    pyreadstat.write_sav(frame, "t.sav", variable_format={"spent": kind})
    found = pyreadstat.read_sav("t.sav")[0].spent.tolist()
    plain = pyreadstat.read_sav("t.sav", disable_datetime_conversion=True)[0].spent.tolist()
    print(kind, [str(value) for value in found], [str(value) for value in pandas.read_spss("t.sav").spent], [value / 3600 for value in plain])
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
TIME8 ['08:00:00', '06:00:00', '04:15:00'] ['08:00:00', '06:00:00', '04:15:00'] [8.0, 30.0, 100.25]
DTIME12 ['08:00:00', '06:00:00', '04:15:00'] ['08:00:00', '06:00:00', '04:15:00'] [8.0, 30.0, 100.25]
SEEN
