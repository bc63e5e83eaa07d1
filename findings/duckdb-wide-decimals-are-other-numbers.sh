#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1): decimals of 39 to 75 digits in a Parquet file are read as other numbers.
#
# Input: 1.50, -1.50 and 999.25 as DECIMAL(38,2), DECIMAL(39,2) and DECIMAL(76,2), written by pyarrow 26.0.1. Such columns come from
# MySQL's decimal(39) to decimal(65) through anything that is built on Arrow.
#
# Guess: more than 38 digits are refused, or read as doubles that are near.
# Seen:  p38 and p76 are right. p39 is a DOUBLE of another number: 1.50 is 108086391056891900. There is no error and no warning.
# Whoever reads Parquet of others looks at `parquet_schema` first: precision above 38 with less than 32 bytes is such a column.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1
base64 -d >in.parquet <<'FILE'
UEFSMRUAFWwVbCwVBhUAFQYVBhwAAAACAAAABgEAAAAAAAAAAAAAAAAAAACW////////////////////agAAAAAAAAAAAAAAAAABhlUVABVyFX
IsFQYVABUGFQYcAAAAAgAAAAYBAAAAAAAAAAAAAAAAAAAAAJb/////////////////////agAAAAAAAAAAAAAAAAAAAYZVFQAVzAEVzAEsFQYV
ABUGFQYcAAAAAgAAAAYBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAJb/////////////////////////////////////////agAAAA
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAYZVFQQZTDUAGAZzY2hlbWEVBgAVDhUgFQIYA3AzOCUKFQQVTCxcFQQVTAAAABUOFSIVAhgDcDM5
JQoVBBVOLFwVBBVOAAAAFQ4VQBUCGANwNzYlChUEFZgBLFwVBBWYAQAAABYGGRwZPCYAHBUOGSUGABkYA3AzOBUAFgYWkgEWkgEmCEkcFQAVAB
UCADwpBhkmAAYAAAAmABwVDhklBgAZGANwMzkVABYGFpgBFpgBJpoBSRwVABUAFQIAPCkGGSYABgAAACYAHBUOGSUGABkYA3A3NhUAFgYW9gEW
9gEmsgJJHBUAFQAVAgA8KQYZJgAGAAAAFqAEFgYmCBagBAAoIHBhcnF1ZXQtY3BwLWFycm93IHZlcnNpb24gMjYuMC4xGTwcAAAcAAAcAAAALA
EAAFBBUjE=
FILE
cat >seen.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const rows = await connection.runAndReadAll("SELECT typeof(p39), p38::VARCHAR, p39::VARCHAR, p76::VARCHAR FROM 'in.parquet'");
for (const row of rows.getRows()) console.log(row.join(" | "));
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
DOUBLE | 1.50 | 1.080863910568919e+17 | 1.5
DOUBLE | -1.50 | -1.0736581511651262e+17 | -1.5
DOUBLE | 999.25 | 7.200355084239949e+19 | 999.25
SEEN
