#!/usr/bin/env bash
# hyperformula 3.5.0 (npm, the formulas of Handsontable and of others): no EDATE is a 29 February, and the last days of 2024 are in week 53.
#
# Input: formulas over dates, losses and shares, in an engine without other settings; EDATE is what dates of payment are made with.
#
# Guess: Excel's and LibreOffice's values: 29 February for a month after 31 January 2024, as EOMONTH has it; 30 December 2024 is in week 1, as
#        ISO 8601, which the help of ISOWEEKNUM names, has it; 26% and 1,234.50 for TEXT; -3 for INT of -2.5.
# Seen:  EDATE ends each February on the 28th, even 0 months after the 29th. ISOWEEKNUM and WEEKNUM(…, 21) count to 53 in a year of 52 weeks.
#        TEXT with "0%" rounds the number itself, so that a share of 25.6% reads 0%; it knows no commas, and a month's name is "010". INT cuts
#        towards nought, as its help says and a sheet of Excel's does not expect.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hyperformula@3.5.0
cat >seen.mjs <<'JS'
import hyperformula from "hyperformula";

const engine = hyperformula.HyperFormula.buildFromArray([[-2.5, 0.256, 1234.5]], { licenseKey: "gpl-v3" });
const day = (formula) => `TEXT(${formula}, "yyyy-mm-dd")`;
const formulas = [
  day("EDATE(DATE(2024, 1, 31), 1)"),
  day("EDATE(DATE(2024, 1, 29), 1)"),
  day("EDATE(DATE(2024, 2, 29), 0)"),
  day("EOMONTH(DATE(2024, 1, 31), 1)"),
  "INT(A1)",
  "FLOOR(A1, 1)",
  "ISOWEEKNUM(DATE(2024, 12, 29))",
  "ISOWEEKNUM(DATE(2024, 12, 30))",
  "WEEKNUM(DATE(2024, 12, 30), 21)",
  "ISOWEEKNUM(DATE(2025, 1, 1))",
  'TEXT(B1, "0%")',
  'TEXT(C1, "#,##0.00")',
  'TEXT(DATE(2024, 1, 2), "mmm yyyy")',
];
for (const formula of formulas) console.log(`${formula}: ${engine.calculateFormula(`=${formula}`, 0)}`);
JS
node seen.mjs 2>&1 | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
TEXT(EDATE(DATE(2024, 1, 31), 1), "yyyy-mm-dd"): 2024-02-28
TEXT(EDATE(DATE(2024, 1, 29), 1), "yyyy-mm-dd"): 2024-02-28
TEXT(EDATE(DATE(2024, 2, 29), 0), "yyyy-mm-dd"): 2024-02-28
TEXT(EOMONTH(DATE(2024, 1, 31), 1), "yyyy-mm-dd"): 2024-02-29
INT(A1): -2
FLOOR(A1, 1): -3
ISOWEEKNUM(DATE(2024, 12, 29)): 52
ISOWEEKNUM(DATE(2024, 12, 30)): 53
WEEKNUM(DATE(2024, 12, 30), 21): 53
ISOWEEKNUM(DATE(2025, 1, 1)): 1
TEXT(B1, "0%"): 0%
TEXT(C1, "#,##0.00"): 1235,##0.00
TEXT(DATE(2024, 1, 2), "mmm yyyy"): 010 2024
SEEN
