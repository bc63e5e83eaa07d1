#!/usr/bin/env bash
# go-mysql-server 0.20.0 (Go, the engine of Dolt and of tests against MySQL): who was born on 15 June is a year older on the 14th.
#
# Input: SELECTs of MySQL over days, whole numbers and amounts as text, in the library's own database in memory.
#
# Guess: MySQL's values, which are the library's aim, or an error for what it does not know: TIMESTAMPDIFF counts the whole months and years that
#        have passed, a sum of whole numbers is exact, a text becomes the number that it starts with.
# Seen:  on 14 June 2024 who was born on 15 June 1990 is 34 already. Of months there is one too few where the second day is earlier in its month:
#        0 from 15 January to 14 March, 1 from 20 January to 10 April. Sums of whole numbers are doubles, so that the last digit
#        of 2^53 + 2 is lost. "12.7" is 13 as a whole number, where MySQL cuts it, and "12 boxes" is 0, though + 0 makes 12 of it.
# MariaDB 10.11.19 has 33, 1, 2, 9007199254740994, 12 and 12.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"

	sqle "github.com/dolthub/go-mysql-server"
	"github.com/dolthub/go-mysql-server/memory"
	"github.com/dolthub/go-mysql-server/sql"
)

func main() {
	provider := memory.NewDBProvider(memory.NewDatabase("shop"))
	engine := sqle.NewDefault(provider)
	ctx := sql.NewContext(context.Background(), sql.WithSession(memory.NewSession(sql.NewBaseSession(), provider)))
	ctx.SetCurrentDatabase("shop")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		fmt.Print(lines.Text(), ":")
		_, rows, _, err := engine.Query(ctx, "select "+lines.Text())
		if err != nil {
			fmt.Println(" error", err)
			continue
		}
		row, err := rows.Next(ctx)
		if err != nil {
			fmt.Println(" error", err)
			continue
		}
		fmt.Println("", row[0])
	}
}
GO
go mod init seen >go.log 2>&1
go get github.com/dolthub/go-mysql-server@v0.20.0 >>go.log 2>&1
go mod tidy >>go.log 2>&1
go build -o ask . >>go.log 2>&1
cat >questions.txt <<'SQL'
timestampdiff(year, '1990-06-15', '2024-06-14')
timestampdiff(year, '1990-06-15', '2024-06-15')
timestampdiff(year, '2023-06-15', '2024-06-14')
timestampdiff(month, '2024-01-15', '2024-03-14')
timestampdiff(month, '2024-01-15', '2024-03-15')
timestampdiff(month, '2024-01-20', '2024-04-10')
timestampdiff(month, '2024-01-20', '2024-04-20')
sum(x) from (select 9007199254740993 as x union all select 1) t
9007199254740993 + 1
cast('12.7' as signed)
cast('12 boxes' as signed)
'12 boxes' + 0
SQL
./ask <questions.txt | tee seen.txt
diff seen.txt - <<'SEEN' || { cat go.log; exit 1; }
timestampdiff(year, '1990-06-15', '2024-06-14'): 34
timestampdiff(year, '1990-06-15', '2024-06-15'): 34
timestampdiff(year, '2023-06-15', '2024-06-14'): 0
timestampdiff(month, '2024-01-15', '2024-03-14'): 0
timestampdiff(month, '2024-01-15', '2024-03-15'): 2
timestampdiff(month, '2024-01-20', '2024-04-10'): 1
timestampdiff(month, '2024-01-20', '2024-04-20'): 3
sum(x) from (select 9007199254740993 as x union all select 1) t: 9.007199254740992e+15
9007199254740993 + 1: 9007199254740994
cast('12.7' as signed): 13
cast('12 boxes' as signed): 0
'12 boxes' + 0: 12
SEEN
