/** Results that are never held as a whole: the same text comes out, in every format. */
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { writeProject } from "../support/project.js";

/** Just more than are held at once. */
const ROWS = 52_000;

const sql = `select i, i::decimal(20,2) / 4 as d, case when i % 3 = 0 then null else 'x' || i end as t
  from range(${ROWS}) r(i)`;

const yaml = `
name: many
sources: [{ name: engine, type: csv, file: a.csv }]
models: [{ name: rows, source: ref(engine), sql: "${sql.replaceAll("\n", " ")}" }]
traces:
  - { name: dots, model: ref(rows), cohort_on: "i % 2", props: { type: scatter, x: "?{ i }", y: "?{ d }" } }
`;

test("many rows are written part by part, each once and in order, in every format", async () => {
  const cwd = await writeProject({ "headwater.yml": yaml, "a.csv": "a\n1\n" });
  const lines = (text: string) => text.trimEnd().split("\n");
  for (const how of [
    ["query", "engine", sql],
    ["show", "rows"],
  ]) {
    const csv = (await runCli([...how, "--format", "csv"], { cwd })).stdout;
    expect(lines(csv)).toHaveLength(ROWS + 1);
    const last = ROWS - 1;
    expect(
      lines(csv)
        .slice(0, 3)
        .concat(lines(csv).at(-1) ?? ""),
    ).toEqual([
      "i,d,t",
      expect.stringMatching(/^0,0(\.0+)?,$/),
      expect.stringMatching(/^1,0\.250*,x1$/),
      expect.stringMatching(new RegExp(`^${last},12999\\.750*,x${last}$`)),
    ]);
    const numbers = lines(csv)
      .slice(1)
      .map((line) => Number(line.split(",")[0]));
    expect(numbers.every((number, index) => number === index)).toBe(true);
  }
  const json = JSON.parse((await runCli(["show", "rows", "--format", "json"], { cwd })).stdout);
  expect([json.length, json[1].i, json.at(-1).i]).toEqual([ROWS, 1, ROWS - 1]);
  const some = await runCli(["show", "rows", "--format", "ndjson", "--limit", "50001"], { cwd });
  expect(lines(some.stdout)).toHaveLength(50_001);
  expect(some.stderr).toContain("50,001 of 52,000 rows");
  const limited = await runCli(["query", "engine", sql, "--format", "table", "--limit", "50001"], {
    cwd,
  });
  expect([lines(limited.stdout).length, limited.stderr]).toEqual([
    50_003,
    expect.stringContaining("The first 50,001 rows"),
  ]);
  await runCli(["run", "dots"], { cwd });
  const dots = lines((await runCli(["show", "dots", "--format", "csv"], { cwd })).stdout);
  expect(dots).toHaveLength(ROWS + 1);
  expect(dots[0]).toBe("props.x,props.y,cohort");
  const cohorts = dots.slice(1).map((line) => line.split(","));
  expect(cohorts.every(([x, , cohort]) => Number(x) % 2 === Number(cohort))).toBe(true);
});
