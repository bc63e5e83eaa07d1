#!/usr/bin/env bash
# github.com/Rhymond/go-money 1.0.15: 1.15 dollars are 1.14, and 1.50 rounded is 1.00.
#
# Input: amounts of two places as `float64`, which is what JSON and spreadsheets give a Go program; `Round` on amounts of half a unit.
#
# Guess: a float64 of two places is that amount, as `shopspring/decimal` 1.4.0 NewFromFloat has it: 1.15 and 0.29; a half is rounded up.
# Seen:  NewFromFloat multiplies by 100 and cuts: 114 cents and 28 cents, while 1001.1 is whole. Its comment says that it rounds down, of which 1.15 needs
#        nothing. A column of 0.01 to 9.99 loses 69 cents. Round takes 1.50 to 1.00 and 2.50 to 2.00.
# New(int64(math.Round(x*100)), …) is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"math"

	"github.com/Rhymond/go-money"
	"github.com/shopspring/decimal"
)

func main() {
	for _, amount := range []float64{1.15, 0.29, 1001.1, -0.29} {
		fmt.Println(amount, money.NewFromFloat(amount, "USD").Amount(), decimal.NewFromFloat(amount).Shift(2))
	}
	var lost int64
	for cents := int64(1); cents < 1000; cents++ {
		lost += cents - money.NewFromFloat(float64(cents)/100, "USD").Amount()
	}
	fmt.Println("lost of 0.01 to 9.99:", lost)
	fmt.Println("with math.Round:", money.New(int64(math.Round(1.15*100)), "USD").Amount())
	for _, cents := range []int64{150, 151, 250, -150} {
		fmt.Println("round", cents, money.New(cents, "USD").Round().Amount())
	}
}
GO
go mod init seen >go.log 2>&1
go get github.com/Rhymond/go-money@v1.0.15 github.com/shopspring/decimal@v1.4.0 >>go.log 2>&1
go run . 2>>go.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat go.log; exit 1; }
1.15 114 115
0.29 28 29
1001.1 100110 100110
-0.29 -28 -29
lost of 0.01 to 9.99: 69
with math.Round: 115
round 150 100
round 151 200
round 250 200
round -150 -100
SEEN
