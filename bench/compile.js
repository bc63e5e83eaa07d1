/**
 * Time to read and check a project, by its number of objects. Goals: 0.5 s at 400; growth no worse
 * than linear.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./support/measure.js";

const SIZES = [400, 2_000, 10_000];
const program = [process.execPath, join(import.meta.dirname, "../bin/headwater.js")];

const bare = await median(5, [process.execPath, "-e", "0"]);
const version = await median(5, [...program, "--version"]);
console.log(`bare node        ${bare.seconds.toFixed(3)} s`);
console.log(`--version        ${version.seconds.toFixed(3)} s  (goal 0.150)`);

let first;
for (const objects of SIZES) {
  const directory = mkdtempSync(join(tmpdir(), "headwater-bench-"));
  writeFileSync(join(directory, "headwater.yml"), projectOf(objects));
  const { seconds, megabytes } = await median(5, [
    ...program,
    "compile",
    "--project-dir",
    directory,
  ]);
  const each = (seconds * 1e6) / objects;
  first ??= each;
  console.log(
    `${String(objects).padStart(6)} objects   ${seconds.toFixed(3)} s  ${each.toFixed(0).padStart(5)} µs each` +
      `  (${(each / first).toFixed(2)} of the smallest project's)  ${megabytes.toFixed(0)} MB`,
  );
  rmSync(directory, { recursive: true });
}

/** One source, then as many models, traces, charts and dashboards in equal parts as asked for. */
function projectOf(objects) {
  const each = Math.floor((objects - 1) / 4);
  const numbers = Array.from({ length: each }, (_, i) => i);
  const list = (key, text) => `${key}:\n${numbers.map(text).join("")}`;
  return [
    "name: bench\nsources:\n  - { name: shop, type: sqlite, database: shop.sqlite }\n",
    list(
      "models",
      (i) =>
        `  - name: model ${i}\n    source: ref(shop)\n    sql: select day, amount from orders where shop = ${i}\n`,
    ),
    list(
      "traces",
      (i) =>
        `  - name: trace ${i}\n    model: ref(model ${i})\n    props:\n      type: scatter\n      x: ?{ day }\n      y: ?{ sum(amount) }\n      mode: lines\n`,
    ),
    list(
      "charts",
      (i) =>
        `  - name: chart ${i}\n    traces: [ref(trace ${i})]\n    layout: { title: { text: Sales ${i} } }\n`,
    ),
    list(
      "dashboards",
      (i) =>
        `  - name: dashboard ${i}\n    rows:\n      - height: medium\n        items:\n          - chart: ref(chart ${i})\n`,
    ),
  ].join("");
}
