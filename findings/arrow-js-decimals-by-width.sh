#!/usr/bin/env bash
# apache-arrow 21.2.0 (JavaScript): what a decimal's text is depends on its width: negative ones of 64 bits are huge, those of 256 bits are 0.
#
# Input: 1.50, -1.50 and -0.05 as decimals of 32, 64, 128 and 256 bits in Arrow files of pyarrow 26.0.1. More than 38 digits, as MySQL,
# BigQuery and ClickHouse have them, need 256 bits.
#
# Guess: the digits without the point, 150, -150 and -5, for each width; the scale is the caller's affair, as the type says it.
# Seen:  so for 32 and 128 bits. With 64 bits -150 is 18446744073709551466; with 256 bits 150 is 0, and only -5 is right. The texts are
#        also what `toJSON()` of a row and `table.toString()` have. `valueOf(scale)` is right for these values, but is a double.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check pyarrow==26.0.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts apache-arrow@21.2.0
v/bin/python - <<'PY'
from decimal import Decimal

import pyarrow as pa

values = [Decimal("1.50"), Decimal("-1.50"), Decimal("-0.05")]
types = {32: pa.decimal32(8, 2), 64: pa.decimal64(10, 2), 128: pa.decimal128(38, 2), 256: pa.decimal256(50, 2)}
table = pa.table({f"d{bits}": pa.array(values, kind) for bits, kind in types.items()})
with pa.ipc.new_file("decimals.arrow", table.schema) as file:
    file.write_table(table)
PY
cat >seen.mjs <<'JS'
import { readFileSync } from "node:fs";
import { tableFromIPC } from "apache-arrow";
const table = tableFromIPC(readFileSync("decimals.arrow"));
for (const { name, type } of table.schema.fields) {
  console.log(`${type.bitWidth} bits: ${[...table.getChild(name)].join(" ")}`);
}
console.log(JSON.stringify(table.get(1)));
console.log(`as doubles: ${[64, 128, 256].map((bits) => table.getChild(`d${bits}`).get(1).valueOf(2)).join(" ")}`);
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
32 bits: 150 -150 -5
64 bits: 150 18446744073709551466 18446744073709551611
128 bits: 150 -150 -5
256 bits: 0 -0 -5
{"d32":"\"-150\"","d64":"\"18446744073709551466\"","d128":"\"-150\"","d256":"\"-0\""}
as doubles: -1.5 -1.5 -1.5
SEEN
