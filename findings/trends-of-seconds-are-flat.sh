#!/usr/bin/env bash
# vega 6.4.0 and echarts-stat 1.2.0: the straight line through measurements of a minute has a fraction of their slope, or is upright.
#
# Input: 60 points, one each second, that rise by 1 a second without any noise; `x` is the instant, in milliseconds since 1970 as
# JavaScript has it, or a column of epoch seconds.
#
# Guess: `regression` with method "linear" finds 1 a second and an R² of 1, whatever the origin of `x`; "quad" of Vega does.
# Seen:  Vega: 0.0466 a second and an R² of 0.09 from milliseconds, 0.117 and 0.22 from seconds. With one point a minute the slope is right
#        to four places. echarts-stat says Infinity for either. Sums of squares of the instants themselves leave no digits for their differences.
# `x` minus its first value is right in both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund vega@6.4.0 echarts-stat@1.2.0
cat >seen.mjs <<'JS'
import stat from "echarts-stat";
import * as vega from "vega";

const points = (first, step) => Array.from({ length: 60 }, (_, i) => ({ x: first + i * step, y: i }));
async function fit(method, first, step) {
  const transform = [{ type: "regression", method, x: "x", y: "y", params: true }];
  const view = new vega.View(vega.parse({ data: [{ name: "t", values: points(first, step), transform }] }), { renderer: "none" });
  await view.runAsync();
  const [{ coef, rSquared }] = view.data("t");
  return `${(coef[1] * step).toFixed(4)} a step, R² ${rSquared.toFixed(4)}`;
}
for (const [label, first, step] of [
  ["ms, each second", 1.7e12, 1000],
  ["s, each second", 1.7e9, 1],
  ["s, each minute", 1.7e9, 60],
  ["s since the first", 0, 1],
]) {
  for (const method of ["linear", "quad"]) console.log(`${label}: ${method} ${await fit(method, first, step)}`);
  const { gradient } = stat.regression("linear", points(first, step).map(({ x, y }) => [x, y])).parameter;
  console.log(`${label}: echarts-stat ${(gradient * step).toFixed(4)} a step`);
}
JS
node seen.mjs 2>&1 | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
ms, each second: linear 0.0466 a step, R² 0.0909
ms, each second: quad 1.0000 a step, R² 1.0000
ms, each second: echarts-stat Infinity a step
s, each second: linear 0.1172 a step, R² 0.2206
s, each second: quad 1.0000 a step, R² 1.0000
s, each second: echarts-stat Infinity a step
s, each minute: linear 0.9999 a step, R² 1.0000
s, each minute: quad 1.0000 a step, R² 1.0000
s, each minute: echarts-stat 1.0002 a step
s since the first: linear 1.0000 a step, R² 1.0000
s since the first: quad 1.0000 a step, R² 1.0000
s since the first: echarts-stat 1.0000 a step
SEEN
