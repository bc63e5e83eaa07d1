#!/usr/bin/env bash
# DataFusion 55.0.0 (PyPI's datafusion): a sum of positive numbers is negative, or has more digits than its type, and nothing is said.
#
# Guess: an error, as SQLite gives, or a wider type, as in PostgreSQL, NUMERIC, and in DuckDB, HUGEINT.
# Seen:  sum() of 2^63-1 and 1 is -2^63, also over a window and with DISTINCT; avg() of the same is positive, since it counts in doubles. `+`
#        and `*` wrap too, abs() and casts are errors. A sum of DECIMAL(38, 0) has 39 digits, which that type cannot hold.
# `sum(cast(x as decimal(38, 0)))` holds every sum of BIGINT.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check datafusion==55.0.0 pyarrow==26.0.1
cat >seen.py <<'PY'
import datafusion

context = datafusion.SessionContext()
context.sql("create table t as select * from (values (9223372036854775807), (1)) as v(x)").collect()
NINES = "'" + "9" * 38 + "'"
for sql in [
    "sum(x), avg(x) from t",
    "sum(x) over () from t limit 1",
    "sum(cast(x as decimal(38, 0))) from t",
    "x * 2 from t where x > 1",
    f"sum(cast(d as decimal(38, 0))) from (values ({NINES}), ('1')) as v(d)",
]:
    [batch] = [one for one in context.sql("select " + sql).collect() if one.num_rows]
    print(sql, "→", *batch.to_pylist()[0].values())
PY
v/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
sum(x), avg(x) from t → -9223372036854775808 4.611686018427388e+18
sum(x) over () from t limit 1 → -9223372036854775808
sum(cast(x as decimal(38, 0))) from t → 9223372036854775808
x * 2 from t where x > 1 → -2
sum(cast(d as decimal(38, 0))) from (values ('99999999999999999999999999999999999999'), ('1')) as v(d) → 100000000000000000000000000000000000000
SEEN
