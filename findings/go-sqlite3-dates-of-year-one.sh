#!/usr/bin/env bash
# mattn/go-sqlite3 1.14.53 (Go's usual driver of SQLite): what a DATE column holds is read as the year 1, as 1970, and as false for -1.
#
# Input: columns that are declared DATE, DATETIME and BOOLEAN, which SQLite lets hold anything: days as 31.01.2024, 2024-01-31T24:00,
# 20240131, a time of day, and -1 for "true", which it is for SQLite and for who writes it (Access, Visual Basic, ODBC's tables).
#
# Guess: a value that cannot be read as a time arrives as the text or number that it is, or is an error; so does
#        modernc.org/sqlite 1.62.0. -1 is true.
# Seen:  texts that the driver cannot read are 0001-01-01 00:00:00, all of them, and no error; 20240131 is a second of August 1970; -1 is
#        false. max(d) and `d || ''` have no declared type, and are the text: a query and its aggregate disagree.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"database/sql"
	"fmt"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	db, _ := sql.Open("sqlite3", ":memory:")
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		"create table t (d date, at datetime, b boolean)",
		"insert into t values ('2024-01-31', '2024-01-31 10:00:00', 1), ('31.01.2024', '10:00:00', -1), (20240131, '2024-01-31T24:00', 2)",
	} {
		if _, err := db.Exec(statement); err != nil {
			panic(err)
		}
	}
	for _, query := range []string{"select d, at, b from t", "select max(d), min(at), sum(b < 0 and b) from t"} {
		rows, err := db.Query(query)
		if err != nil {
			panic(err)
		}
		for rows.Next() {
			var d, at, b any
			if err := rows.Scan(&d, &at, &b); err != nil {
				panic(err)
			}
			fmt.Printf("%v | %v | %v\n", d, at, b)
		}
	}
}
GO
go mod init seen >go.log 2>&1
go get github.com/mattn/go-sqlite3@v1.14.53 >>go.log 2>&1
CGO_ENABLED=1 CGO_CFLAGS=-O0 go build -o seen . >>go.log 2>&1 || { cat go.log; exit 1; }
./seen | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
2024-01-31 00:00:00 +0000 UTC | 2024-01-31 10:00:00 +0000 UTC | true
0001-01-01 00:00:00 +0000 UTC | 0001-01-01 00:00:00 +0000 UTC | false
1970-08-23 06:15:31 +0000 UTC | 0001-01-01 00:00:00 +0000 UTC | true
31.01.2024 | 10:00:00 | 1
SEEN
