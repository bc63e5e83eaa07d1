#!/usr/bin/env bash
# github.com/go-gota/gota 0.12.0 (Go's data frames) on gonum.org/v1/gonum: in one summary the median is 2.5 and "50%" is 2.
#
# Input: four numbers, 1 to 4, and two, 1 and 100; quantiles of gota, and of gonum 0.17.0 in both of its kinds.
#
# Guess: the half quantile is the median, 2.5 and 50.5, as in pandas' `describe`, numpy, PostgreSQL's percentile_cont and DuckDB's
#        quantile_cont; at least so for the kind that interpolates, LinInterp.
# Seen:  Describe() has both rows, 2.5 and 2. gota takes gonum's Empirical, which never lies between two values. LinInterp does, but
#        starts at zero: the half of 1 and 100 is 1, of 1 to 4 it is 2, and the 0.9 of 1 to 10 is 9, where the others have 9.1.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/stat"
)

func main() {
	summary := dataframe.New(series.New([]int{1, 2, 3, 4}, series.Int, "x")).Describe()
	for row := 0; row < summary.Nrow(); row++ {
		fmt.Println("gota", summary.Elem(row, 0), summary.Elem(row, 1))
	}
	for _, values := range [][]float64{{1, 2, 3, 4}, {1, 100}} {
		fmt.Println("gonum", values, stat.Quantile(0.5, stat.Empirical, values, nil), stat.Quantile(0.5, stat.LinInterp, values, nil))
	}
	fmt.Println("gonum 0.9 of 1 to 10", stat.Quantile(0.9, stat.LinInterp, []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, nil))
}
GO
go mod init seen >go.log 2>&1
go get github.com/go-gota/gota@v0.12.0 gonum.org/v1/gonum@v0.17.0 >>go.log 2>&1
go mod tidy >>go.log 2>&1
go run . 2>>go.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat go.log; exit 1; }
gota mean 2.500000
gota median 2.500000
gota stddev 1.290994
gota min 1.000000
gota 25% 1.000000
gota 50% 2.000000
gota 75% 3.000000
gota max 4.000000
gonum [1 2 3 4] 2 2
gonum [1 100] 1 1
gonum 0.9 of 1 to 10 9
SEEN
