#!/usr/bin/env bash
# @tanstack/table-core 8.21.3 (npm, the tables of React, Vue and others): a row without an amount is nought for some, and hides a group's total.
#
# Input: amounts of which some are null, as an API has them; filters, groups, sorting and the ends of a slider by the library's own functions.
#
# Guess: null is left out everywhere, as `mean`, `min` and `max` here leave it out: no row without an amount is between 0 and 10, and the
#        order of a group's rows does not matter to its total.
# Seen:  between 0 and 10 there are rows without an amount, and not between 1 and 10. The smallest of 5, null and 7 is 0 for a slider. They are
#        sorted between losses and profits. A group with one of them has no median, and no total at all where it comes first in the table,
#        since the function that is meant by "auto" is chosen by the first row; by "sum" the total is there.
# undefined instead of null is left out by filters and comes last when sorted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @tanstack/table-core@8.21.3
cat >seen.mjs <<'JS'
import * as tables from "@tanstack/table-core";

const models = Object.entries(tables).filter(([name]) => /^get(Core|Filtered|Grouped|Sorted|FacetedRow|FacetedMinMaxV)/.test(name));
const table = (amounts, column, state) => {
  const made = tables.createTable({
    data: amounts.map((amount) => ({ region: "north", amount })),
    columns: [{ accessorKey: "region" }, { accessorKey: "amount", ...column }],
    state: {},
    onStateChange: () => {},
    renderFallbackValue: null,
    ...Object.fromEntries(models.map(([name, model]) => [name, model()])),
  });
  made.setOptions((options) => ({ ...options, state: { ...made.initialState, ...state } }));
  return made;
};
const amountsOf = ({ rows }) => JSON.stringify(rows.map((row) => row.getValue("amount")));

for (const range of [[0, 10], [1, 10], [-10, 0], [-10, -1]]) {
  const found = table([-5, null, 5], {}, { columnFilters: [{ id: "amount", value: range }] });
  console.log(`from ${range[0]} to ${range[1]}: ${amountsOf(found.getFilteredRowModel())}`);
}
console.log(`sorted: ${amountsOf(table([3, null, -2, 5], {}, { sorting: [{ id: "amount", desc: false }] }).getSortedRowModel())}`);
for (const amounts of [[5, null, 7], [5, 7]]) {
  console.log(`least and greatest of ${JSON.stringify(amounts)}: ${table(amounts, {}, {}).getColumn("amount").getFacetedMinMaxValues()}`);
}
for (const aggregationFn of ["auto", "sum", "min", "mean", "median"]) {
  for (const amounts of [[4, 6, null], [null, 4, 6]]) {
    const group = table(amounts, { aggregationFn }, { grouping: ["region"] }).getGroupedRowModel().rows[0];
    console.log(`${aggregationFn} of ${JSON.stringify(amounts)}: ${group.getValue("amount")}`);
  }
}
JS
node seen.mjs 2>&1 | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
from 0 to 10: [null,5]
from 1 to 10: [5]
from -10 to 0: [-5,null]
from -10 to -1: [-5]
sorted: [-2,null,3,5]
least and greatest of [5,null,7]: 0,7
least and greatest of [5,7]: 5,7
auto of [4,6,null]: 10
auto of [null,4,6]: undefined
sum of [4,6,null]: 10
sum of [null,4,6]: 10
min of [4,6,null]: 4
min of [null,4,6]: 4
mean of [4,6,null]: 5
mean of [null,4,6]: 5
median of [4,6,null]: undefined
median of [null,4,6]: undefined
SEEN
