#!/usr/bin/env bash
# @grafana/data 13.2.3 (npm, behind Grafana's panels and transformations): of rises that add up to 6 Delta shows 2, and in one menu a mean
# takes NULL for 0 or leaves it out.
#
# Input: prices that rise and fall in turn, a counter that starts anew, a column of numbers with NULL, one of "true" and "false", and rows of
# two columns of text.
#
# Guess: Delta is what Grafana's manual says, the cumulative change that counts increments only: 2 + 2 + 2, and 100 + 50 + 50 for the counter.
#        NULL is left out of means. "false" as a boolean is false. Groups are the pairs of values.
# Seen:  the rise after each fall is left out as well: Delta is 2, 150 for the counter, 0 where only the last value is higher. The cumulative
#        mean takes NULL for 0; the moving mean of the same values leaves it out but for the first row, the mean of rows everywhere. NULL / 3
#        is 0, 3 / NULL is NULL. "false" and "0" become true. ("a,b", "c") and ("a", "b,c") are one group under the first one's name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps @grafana/data@13.2.3 react@18.3.1 react-dom@18.3.1 rxjs@7.8.2
cat >seen.cjs <<'JS'
const { reduceField, standardTransformers, standardTransformersRegistry, toDataFrame, transformDataFrame } = require("@grafana/data");
const { firstValueFrom } = require("rxjs");

globalThis.window = globalThis; // what a browser calls it; the library looks there for translations
const ids = new Map(Object.values(standardTransformers).map((transformation) => [transformation.id, transformation]));
standardTransformersRegistry.setInit(() => [...ids].map(([id, found]) => ({ id, name: id, transformation: async () => found })));

const field = (name, values, type = "number") => ({ name, values, type, config: {} });
const delta = (values) => reduceField({ field: field("v", values), reducers: ["delta"] }).delta;
async function show(label, id, options, ...fields) {
  const [frame] = await firstValueFrom(transformDataFrame([{ id, options }], [toDataFrame({ fields })]));
  console.log(label, frame.fields.map(({ values }) => JSON.stringify(values)).join(" "));
}
const calculate = (label, mode, options, ...fields) => show(label, "calculateField", { mode, replaceFields: true, ...options }, ...fields);

const prices = [10, 12, 11, 13, 12, 14];
const counter = [100, 200, 0, 50, 100];
for (const values of [prices, counter, [10, 9, 8, 20]]) console.log("Delta", JSON.stringify(values), delta(values));
(async () => {
  const a = field("a", [null, 4, 6, 3]);
  const b = field("b", [3, 2, null, null]);
  await calculate("cumulative mean", "cumulativeFunctions", { cumulative: { field: "a", reducer: "mean" } }, a);
  const window = { field: "a", reducer: "mean", windowAlignment: "trailing", windowSizeMode: "fixed", windowSize: 4 };
  await calculate("moving mean", "windowFunctions", { window }, a);
  await calculate("mean of rows", "reduceRow", { reduce: { reducer: "mean" } }, a, b);
  await calculate("a / b", "binary", { binary: { left: "a", operator: "/", right: "b" } }, a, b);
  const booleans = { conversions: [{ targetField: "paid", destinationType: "boolean" }] };
  await show("booleans", "convertFieldType", booleans, field("paid", ["true", "false", "0"], "string"));
  const key = { operation: "groupby", aggregations: [] };
  const groups = { fields: { shop: key, product: key, sold: { operation: "aggregate", aggregations: ["sum"] } } };
  const texts = [field("shop", ["a,b", "a"], "string"), field("product", ["c", "b,c"], "string")];
  await show("groups", "groupBy", groups, ...texts, field("sold", [1, 20]));
})();
JS
node seen.cjs 2>&1 | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
Delta [10,12,11,13,12,14] 2
Delta [100,200,0,50,100] 150
Delta [10,9,8,20] 0
cumulative mean [0,2,3.3333333333333335,3.25]
moving mean [0,4,5,4.333333333333333]
mean of rows [3,3,6,3]
a / b [0,2,null,null]
booleans [true,true,true]
groups ["a,b"] ["c"] [21]
SEEN
