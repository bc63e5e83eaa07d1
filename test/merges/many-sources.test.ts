/** More sources below one merge than most projects have. */
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { writeProject } from "../support/project.js";
import { serve } from "../support/serve.js";

const NUMBERS = Array.from({ length: 12 }, (_, number) => number);

async function project(): Promise<string> {
  const lines = (line: (number: number) => string) => NUMBERS.map(line).join("\n");
  const directory = await writeProject({
    "headwater.yml": `
name: many
sources:
${lines((n) => `  - { name: s${n}, type: sqlite, database: s${n}.sqlite }`)}
models:
${lines((n) => `  - { name: m${n}, source: ref(s${n}), sql: select a from t }`)}
  - name: all
    models: [${NUMBERS.map((n) => `ref(m${n})`).join(", ")}]
    sql: |
${lines((n) => `      ${n === 0 ? "" : "union all "}select a from m${n}`)}
traces:
  - { name: sum, model: ref(all), props: { type: bar, y: "?{ sum(a) }" } }
`,
  });
  for (const n of NUMBERS) {
    const database = new DatabaseSync(join(directory, `s${n}.sqlite`));
    database.exec(`create table t (a integer); insert into t values (${n})`);
    database.close();
  }
  return directory;
}

test("a run over many sources warns of nothing", async () => {
  const cwd = await project();
  const { code, stderr } = await runCli(["run", "sum"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("arning") });
  const shown = await runCli(["show", "sum", "--format", "csv"], { cwd });
  expect(shown.stdout).toBe("props.y,cohort\n66,sum\n");
});

test("serving many sources warns of nothing", async () => {
  const served = await serve(await project());
  await served.event(({ type }) => type === "published");
  expect(served.ran()).toContain("all");
  expect(served.stderr()).toBe("");
});
