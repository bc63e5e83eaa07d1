#!/usr/bin/env bash
# pyshp 3.1.6 (PyPI, shapefiles and their DBF): 1234567 people in a field of six digits are 123456 in the file.
#
# Input: numbers in fields of the widths that a list of columns names, written and read back; beside it the same fields with dbf 0.99.11.
#
# Guess: an error, or a warning as for text that is too long (PossibleDataLoss), or the asterisks of dBASE; never another number. dbf
#        raises an error.
# Seen:  the digits that do not fit are cut off at the end and nothing is said: a tenth of the people, and a tenth of a debt. Where the field
#        has decimals they go first, 123456.78 in N(8, 2) is 123456.7, and after them the last digits of the whole number. In a field
#        without decimals 2.7 is cut to 2 as well, while 2.678 in one with two is rounded.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check pyshp==3.1.6 dbf==0.99.11
cat >seen.py <<'PY'
import io
import warnings

import dbf
import shapefile


def written(value, size, decimal):
    parts = {part: io.BytesIO() for part in ("shp", "shx", "dbf")}
    with warnings.catch_warnings(record=True) as said, shapefile.Writer(**parts) as writer:
        warnings.simplefilter("always")
        kind = "C" if isinstance(value, str) else "N"
        writer.field("value", kind, size=size, decimal=decimal)
        writer.null()
        writer.record(value)
    parts["dbf"].seek(0)
    seen = shapefile.Reader(dbf=parts["dbf"]).record(0)[0]
    return f"{seen!r}, {len(said)} warnings"


def other(value, size, decimal):
    kind = f"c({size})" if isinstance(value, str) else f"n({size},{decimal})"
    table = dbf.Table(":memory:", f"value {kind}", on_disk=False).open(dbf.READ_WRITE)
    try:
        table.append((value,))
        return repr(table[0].value)
    except Exception as refused:
        return type(refused).__name__


for field in [
    (123456, 6, 0),
    (1234567, 6, 0),
    (-123456, 6, 0),
    (123456.78, 8, 2),
    (-123456.78, 8, 2),
    (123456789.5, 8, 2),
    (2.7, 6, 0),
    (2.678, 6, 2),
    ("Llanfair", 6, 0),
]:
    print(f"{field}: {written(*field)}; dbf {other(*field)}")
PY
v/bin/python seen.py 2>python.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat python.log; exit 1; }
(123456, 6, 0): 123456, 0 warnings; dbf 123456
(1234567, 6, 0): 123456, 0 warnings; dbf DataOverflowError
(-123456, 6, 0): -12345, 0 warnings; dbf DataOverflowError
(123456.78, 8, 2): 123456.7, 0 warnings; dbf DataOverflowError
(-123456.78, 8, 2): -123456.0, 0 warnings; dbf DataOverflowError
(123456789.5, 8, 2): 12345678.0, 0 warnings; dbf DataOverflowError
(2.7, 6, 0): 2, 0 warnings; dbf 3
(2.678, 6, 2): 2.68, 0 warnings; dbf 2.68
('Llanfair', 6, 0): 'Llanfa', 1 warnings; dbf DataOverflowError
SEEN
