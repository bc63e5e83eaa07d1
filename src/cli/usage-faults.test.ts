/** What may be wrong with a command line, told with its code. */
import { expect, test } from "vitest";
import { createColors } from "./colors.js";
import { writeProject } from "../../test/support/project.js";
import { runProgram } from "./program.js";

const PROJECT = `
sources: [{ name: shop, type: csv, file: shop.csv }]
models:
  - { name: orders, source: ref(shop) }
traces:
  - { name: Sales, model: ref(orders) }
charts:
  - { name: per day, traces: [ref(Sales)] }
`;

/** Legal in version 1.0. */
const CASE = "models: [{ name: A, args: [a] }, { name: a, args: [a] }]\n";

async function told(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<{ code: number; text: string }> {
  let text = "";
  const sink = {
    write: (part: string) => {
      text += part;
    },
    isTerminal: false,
    columns: 80,
    colors: createColors(false),
  };
  const directory = await writeProject(files);
  const terminal = { out: sink, err: sink, directory, env: { PATH: process.env["PATH"] } };
  const code = await runProgram(args, { terminal, signal: new AbortController().signal }, "0.0.0");
  return { code, text };
}

test.each([
  [["rnu"], 2, "error[unknown-command]", "Did you mean `run`?"],
  [["deploy"], 2, "error[command-retired]", "`deploy`"],
  [["compile", "--colour"], 2, "error[wrong-usage]", "--colour"],
  [["query", "shpo", "select 1"], 1, "error[unknown-source]", "Did you mean `shop`?"],
  [["show", "order"], 1, "error[unknown-object]", "Did you mean `orders`?"],
  [["show", "per day"], 1, "error[object-without-rows]", "a chart"],
  [["explain", "per dya"], 1, "error[unknown-object]", "Did you mean `per day`?"],
  [["init", "."], 2, "error[folder-has-project]", "headwater.yml"],
])("%j", async (args, exitCode, code, words) => {
  const result = await told(args, { "headwater.yml": PROJECT });
  expect(result.text).toContain(code);
  expect(result.text).toContain(words);
  expect(result.code).toBe(exitCode);
});

test("a file of the starter project that is there already is kept", async () => {
  const result = await told(["init", "."], { "data/orders.csv": "a\n", "README.md": "mine" });
  expect(result).toMatchObject({ code: 2, text: expect.stringContaining("error[file-exists]") });
});

test("a name that may be either of two objects is asked for exactly", async () => {
  const result = await told(["show", "b"], {
    "project.visivo.yml": CASE.replace("A,", "B,").replace("a,", "b,"),
  });
  expect(result.text).not.toContain("ambiguous-object");
  const twice = await told(["show", "cC"], {
    "project.visivo.yml": CASE.replace("A,", "CC,").replace("a,", "cc,"),
  });
  expect(twice.text).toContain("error[ambiguous-object]");
});

test.each([
  [["region=EU", "region=US"], "takes one value, not 2", "--input region=EU"],
  [["size=75..50"], "`75` is no multiple of the step 50", "--input size=0..50"],
  [["size:null=1"], "NULL passes a range only where `all` does", "--input size=0..50"],
  [["region"], "does not say which value", "--input name=value"],
  [["region:null=yes"], "is not how NULL is chosen", "--input region:null=1"],
  [["grain=Days", "grain=Years"], "takes one value, not 2", "'grain=Whole days'"],
  [["regoin=EU"], "does not follow an input `regoin`", "Did you mean `region`?"],
])("--input %j of `show` and `explain` says what is wrong and how to write it", async (...one) => {
  const [inputs, why, example] = one;
  const project = `${PROJECT}
inputs:
  - { name: region, multiple: false }
  - { name: size, type: range, step: 50 }
  - { name: grain, values: { Whole days: day, Years: year } }
`.replace(
    "{ name: Sales, model: ref(orders) }",
    `{ name: Sales, model: ref(orders), inputs: [ref(region), ref(size), ref(grain)], props: { type: bar, x: "?{ n }", y: "?{ date_trunc('\${grain}', day) }" } }`,
  );
  const options = inputs.flatMap((one) => ["--input", one]);
  for (const command of ["show", "explain"]) {
    const result = await told([command, "Sales", ...options], { "headwater.yml": project });
    expect(result.text).toContain("error[wrong-usage]");
    expect(result.text).toContain(why);
    expect(result.text).toContain(example);
    expect(result.code).toBe(2);
  }
});
