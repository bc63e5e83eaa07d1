#!/usr/bin/env bash
# @formulajs/formulajs 4.6.1: SUMIF and COUNTIF count other rows than a spreadsheet does, VALUE("(5)") is 5, and TINV is negative.
#
# Input: formulas with the arguments that they have in a sheet; HyperFormula 3.5.0 calculates the same ones beside it.
#
# Guess: as in Excel, whose functions it implements: texts are compared without regard to case, `*` and `?` stand for letters, 31 to 1 January
#        are -23 working days, (5) is how accountants write -5, TINV is two-tailed and positive.
# Seen:  "north" leaves out "North", "n*" finds nothing, -29 days, 5, and -1.81, which is the one-tailed quantile with the other sign.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @formulajs/formulajs@4.6.1 hyperformula@3.5.0
cat >seen.mjs <<'JS'
import * as formulas from "@formulajs/formulajs";
import { HyperFormula } from "hyperformula";

const day = (n) => new Date(2024, 0, n);
const cases = [
  ['SUMIF({"North","north","south"},"north",{1,2,4})', formulas.SUMIF(["North", "north", "south"], "north", [1, 2, 4])],
  ['COUNTIF({"north","night","south"},"n*")', formulas.COUNTIF(["north", "night", "south"], "n*")],
  ["NETWORKDAYS(DATE(2024,1,31),DATE(2024,1,1))", formulas.NETWORKDAYS(day(31), day(1))],
  ['VALUE("(5)")', formulas.VALUE("(5)")],
  ["TINV(0.05,10)", formulas.TINV(0.05, 10)],
];
const sheet = HyperFormula.buildFromArray(cases.map(([formula]) => [`=${formula}`]), { licenseKey: "gpl-v3" });
cases.forEach(([formula, found], row) => console.log(formula, "|", found, "|", sheet.getCellValue({ sheet: 0, row, col: 0 })));
JS
TZ=UTC node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
SUMIF({"North","north","south"},"north",{1,2,4}) | 2 | 3
COUNTIF({"north","night","south"},"n*") | 0 | 2
NETWORKDAYS(DATE(2024,1,31),DATE(2024,1,1)) | -29 | -23
VALUE("(5)") | 5 | -5
TINV(0.05,10) | -1.8124611022416803 | 2.2281388425
SEEN
