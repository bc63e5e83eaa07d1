#!/usr/bin/env bash
# alasql 4.19.1: a NULL that was inserted by SQL is no NULL: it is NaN, which IS NOT NULL, counts, and makes means smaller.
#
# Input: four rows with the numbers 1, 2, NULL and 6, once inserted into a table with a column of INT, once as JavaScript's objects.
#
# Guess: the same answers for both: one NULL, three numbers, the mean 3.
# Seen:  the objects give these. In the table the value is NaN: `n is null` finds no row, count(n) is 4, avg(n) 2.25, while sum(n) is 9.
#        JSON shows null, so that nothing is seen of it. Of both, max(k) of texts is undefined.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts alasql@4.19.1
cat >seen.cjs <<'JS'
const alasql = require("alasql");
const objects = [{ k: "a", n: 1 }, { k: "b", n: 2 }, { k: "c", n: null }, { k: "d", n: 6 }];
alasql("create table t (k string, n int)");
alasql("insert into t values ('a', 1), ('b', 2), ('c', null), ('d', 6)");
for (const [name, from, data] of [["objects", "?", [objects]], ["table", "t", []]]) {
  console.log(name, "third value:", String(alasql(`select n from ${from}`, data)[2].n));
  console.log(name, JSON.stringify(alasql(`select count(n) as c, avg(n) as a, sum(n) as s, max(k) as m from ${from}`, data)));
  console.log(name, "is null:", alasql(`select k from ${from} where n is null`, data).length);
}
JS
node seen.cjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
objects third value: null
objects [{"c":3,"a":3,"s":9}]
objects is null: 1
table third value: NaN
table [{"c":4,"a":2.25,"s":9}]
table is null: 0
SEEN
