import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { legLines } from "../../src/cli/text/leg-lines.js";
import { explainObject } from "../../src/engine/explain/explain.js";
import { createMergeExplainer } from "../../src/engine/explain/explain-merge.js";
import { runProject } from "../../src/engine/run/run.js";
import { loadFiles } from "../support/load-files.js";
import { withRun } from "../support/run-project.js";

const PROJECT = `
name: explained
sources: [{name: db, type: sqlite, database: a.sqlite}]
models:
  - {name: orders, sql: select * from orders}
  - {name: others, sql: select * from orders}
  - {name: printed, args: [node, p.js]}
  - {name: m, models: [ref(orders), ref(others)], sql: "select amount from orders where status = 'open' and upper(note) = 'X'"}
  - {name: n, models: [ref(orders), ref(printed)], sql: "select * from orders, printed"}
`;

async function explained(name: string, before: "run" | "nothing" = "nothing") {
  const project = await loadFiles({ "headwater.yml": PROJECT });
  const database = new DatabaseSync(join(project.root, "a.sqlite"));
  database.exec(`create table orders(id integer, status text, note text, amount integer);
    insert into orders values (1, 'open', 'x', 5), (2, 'closed', 'x', 6), (3, 'open', 'y', 7)`);
  database.close();
  return withRun(project, {}, async (run) => {
    if (before === "run") {
      await runProject(run, {
        selection: name,
        signal: new AbortController().signal,
        onEvent: () => undefined,
      });
    }
    const model = project.models.find((one) => one.name === name);
    if (!model) throw new Error(`There is no model ${name}`);
    return explainObject(
      run,
      model,
      createMergeExplainer(run, await run.readers(), new AbortController().signal),
    );
  });
}

test("of each model it is told what is asked for, why not less, and what came of it", async () => {
  const { steps, diagnostics } = await explained("m", "run");
  expect(diagnostics).toEqual([]);
  const [, orders, others] = steps;
  expect(orders?.sql).toContain("where (+hw_c1 collate binary = 'open'");
  expect(
    orders?.leg && legLines(orders.leg).map((line) => line.replace(/in .* s$/, "in a moment")),
  ).toEqual([
    "columns: status, note, amount (3 of 4)",
    "rows: where (+status collate binary = 'open' or typeof(status) not in ('text', 'null'))",
    "not pushed: upper(note) = 'X': it cannot be said at the source with certainly the same meaning",
    "estimate: about 2 rows",
    expect.stringMatching(/^last run: 2 rows, \d+ (bytes|kB) in a moment$/),
  ]);
  expect(others?.leg).toMatchObject({ used: false, last: { how: "unused" } });
});

test("a model whose columns nobody knows yet keeps the others' queries whole, with a warning", async () => {
  const { steps, diagnostics } = await explained("n");
  expect(diagnostics).toMatchObject([
    {
      code: "merge-not-planned",
      severity: "warning",
      message: expect.stringContaining("`printed` has not run yet"),
    },
  ]);
  expect(steps.map(({ leg }) => leg)).toEqual([undefined, undefined, undefined]);
});
