#!/usr/bin/env bash
# fastavro 1.13.1: in a union the order of its types decides what a value becomes: times lose their hours, integers their last digit.
#
# Guess: an int goes into the union's "long" and a datetime into its timestamp, wherever they stand, as
#        fastavro does for "float" and "double" and for the records of a union, of which it takes the one that fits best.
# Seen:  a datetime is a date for Python too, so that 2024-01-01 10:30 becomes the date 2024-01-01 where the date comes first. 2^53+1 becomes
#        9007199254740992.0 where "double" comes before "long". Nothing is said; strict=True changes nothing.
# The narrower type has to stand first: "long" before "double", the timestamp before the date. Without a union 1.9 is written as the long 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check fastavro==1.13.1
cat >seen.py <<'PY'
import datetime
import io

import fastavro

DATE = {"type": "int", "logicalType": "date"}
MOMENT = {"type": "long", "logicalType": "timestamp-micros"}


def written(value, *types):
    schema = fastavro.parse_schema({"type": "record", "name": "r", "fields": [{"name": "v", "type": types[0] if len(types) == 1 else list(types)}]})
    file = io.BytesIO()
    fastavro.writer(file, schema, [{"v": value}], strict=True)
    file.seek(0)
    return next(fastavro.reader(file))["v"]


moment = datetime.datetime(2024, 1, 1, 10, 30, tzinfo=datetime.timezone.utc)
print("date, timestamp:", written(moment, "null", DATE, MOMENT))
print("timestamp, date:", written(moment, "null", MOMENT, DATE))
print("double, long:", written(2**53 + 1, "null", "double", "long"))
print("long, double:", written(2**53 + 1, "null", "long", "double"))
print("float, double:", written(0.1, "null", "float", "double"))
print("long:", written(1.9, "long"))
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
date, timestamp: 2024-01-01
timestamp, date: 2024-01-01 10:30:00+00:00
double, long: 9007199254740992.0
long, double: 9007199254740993
float, double: 0.1
long: 1
SEEN
