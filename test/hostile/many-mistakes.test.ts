/** Mistakes by the ten thousand: told in a moment, the first of them one by one, the rest as a number. */
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { writeProject } from "../support/project.js";

const MANY = 50_000;
const list = (item: (index: number) => string) => Array.from({ length: MANY }, (_, i) => item(i));

test.each([
  [
    "unknown keys, each on its line",
    "unknown-key",
    `name: m\nmodels:\n  - name: m\n    args: [echo]\n${list((i) => `    key${i}: 1\n`).join("")}`,
  ],
  [
    "unknown references, all on one line",
    "unknown-reference",
    `name: m\nmodels:\n  - { name: m, sql: select 1, models: [${list((i) => `ref(x${i})`).join(", ")}] }\n`,
  ],
])("%s", { timeout: 30_000 }, async (_, code, yaml) => {
  const cwd = await writeProject({ "headwater.yml": yaml });
  const text = await runCli(["compile"], { cwd });
  expect(text.code).toBe(1);
  expect(text.stdout).toContain(
    `error[more-alike]: 49,900 more of \`${code}\` are in \`headwater.yml\`.`,
  );
  expect(text.stdout).toContain("50,000 errors");
  expect(text.stdout.length).toBeLessThan(100_000);
  const json = await runCli(["compile", "--json"], { cwd });
  const report = JSON.parse(json.stdout) as { errors: number; diagnostics: unknown[] };
  expect([report.errors, report.diagnostics.length]).toEqual([MANY, 101]);
  expect(json.stdout.length).toBeLessThan(1_000_000);
});
