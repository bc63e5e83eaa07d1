#!/usr/bin/env bash
# vega 6.4.0 (and Vega-Lite 6.5.0 on it): rows of different groups are added up where a name has a `|`, and NULL with the text "null".
#
# Input: sales by two columns of text, `shop` and `product`, one of which holds a vertical bar, as exports of paths, categories and
# multiple choices do; and one column with the names "null" and NULL, 1 and "1".
#
# Guess: a group for each pair of values, as GROUP BY makes them.
# Seen:  ("a|b", "c") and ("a", "b|c") are one group under the first one's name, with the sum of both: values are joined to one text by `|`
#        before they are compared. `joinaggregate` even writes the first one's names over the other's. NULL and "null" are one group,
#        as are 1 and "1". Arquero 7.2.1 and d3-array keep them all apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund vega@6.4.0 vega-lite@6.5.0 d3-array@3.2.5
cat >seen.mjs <<'JS'
import { rollups, sum } from "d3-array";
import * as vega from "vega";
import { compile } from "vega-lite";

const sales = [
  { shop: "a|b", product: "c", sold: 1 },
  { shop: "a", product: "b|c", sold: 20 },
];
const names = [null, "null", 1, "1"].map((name, i) => ({ name, sold: 10 ** i }));

async function rows(spec) {
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" });
  await view.runAsync();
  return view.data("data_0");
}
async function show(label, values, groupby, op) {
  const spec = { data: { values }, transform: [op], mark: "bar", encoding: { y: { field: "out", type: "quantitative" } } };
  const found = await rows(spec);
  console.log(label, found.map((row) => `${groupby.map((key) => JSON.stringify(row[key])).join(" ")}: ${row.out}`).join("; "));
}
const total = (groupby) => ({ aggregate: [{ op: "sum", field: "sold", as: "out" }], groupby });
const share = (groupby) => ({ joinaggregate: [{ op: "sum", field: "sold", as: "out" }], groupby });
await show("sums", sales, ["shop", "product"], total(["shop", "product"]));
await show("beside", sales, ["shop", "product"], share(["shop", "product"]));
await show("names", names, ["name"], total(["name"]));
const d3 = rollups(sales, (group) => sum(group, (row) => row.sold), (row) => row.shop, (row) => row.product);
console.log("d3-array", JSON.stringify(d3));
JS
node seen.mjs 2>&1 | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
sums "a|b" "c": 21
beside "a|b" "c": 21; "a|b" "c": 21
names null: 11; 1: 1100
d3-array [["a|b",[["c",1]]],["a",[["b|c",20]]]]
SEEN
