#!/usr/bin/env bash
# github.com/xuri/excelize/v2 2.11.1: over the same cells SUM is 1, COUNT is 1, and AVERAGE is 1.5; a variance is 0.
#
# Input: cells with 1, the text "2" and TRUE, as sheets of forms have them, three numbers beside them, and an empty cell, calculated
# by CalcCellValue.
#
# Guess: as Excel's help has it: text and logical values in a range are left out by AVERAGE as by SUM, and are 0 for SUMPRODUCT
#        and, the text, for AVERAGEA: 1, 1, 1, 1 and 0.67. The variance of three numbers in a row is 1, whatever they are. An empty
#        cell fulfils "". A text is never equal to a number. DATE(24,1,1) is in 1924, 8767.
# Seen:  1, 1, 1.5, 9 and 1.33; 0; no cell; TRUE; -685192. None of them is an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func main() {
	book := excelize.NewFile()
	for cell, value := range map[string]any{"A1": 1, "A2": "2", "A3": true, "B1": 1, "B2": 2, "B3": 4, "C1": 3} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			panic(err)
		}
	}
	for _, formula := range []string{
		"SUM(A1:A3)", "COUNT(A1:A3)", "AVERAGE(A1:A3)", "SUMPRODUCT(A1:A3,B1:B3)", "AVERAGEA(A1:A3)",
		"VAR(1000000001,1000000002,1000000003)", `COUNTIF(C1:C2,"")`, `1="1"`, "DATE(24,1,1)",
	} {
		if err := book.SetCellFormula("Sheet1", "D1", "="+formula); err != nil {
			panic(err)
		}
		value, err := book.CalcCellValue("Sheet1", "D1")
		if err != nil {
			panic(err)
		}
		fmt.Println(formula, value)
	}
}
GO
go mod init seen >go.log 2>&1
go get github.com/xuri/excelize/v2@v2.11.1 >>go.log 2>&1
go run . 2>>go.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat go.log; exit 1; }
SUM(A1:A3) 1
COUNT(A1:A3) 1
AVERAGE(A1:A3) 1.5
SUMPRODUCT(A1:A3,B1:B3) 9
AVERAGEA(A1:A3) 1.33333333333333
VAR(1000000001,1000000002,1000000003) 0
COUNTIF(C1:C2,"") 0
1="1" TRUE
DATE(24,1,1) -685192
SEEN
