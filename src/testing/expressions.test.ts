/** The expression language from text to truth, over fixed values. */
import { expect, test } from "vitest";
import { projectOf } from "../../test/support/project-text.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import { createEnvironment } from "../project/read/environment.js";
import { EvaluationFault } from "./evaluation-fault.js";
import type { ResultColumns } from "./result-columns.js";
import { judge } from "./run-tests.js";
import { fromStored } from "./value.js";

const COLUMNS: Record<string, { type: LogicalType; values: readonly Value[] }> = {
  "props.x": { type: "int32", values: [1, 2, 3, 5, 8] },
  "props.y": { type: "decimal(10,2)", values: ["1.10", "2.20", null] },
  "columns.big": { type: "int64", values: ["9007199254740993", 1] },
  "columns.float": { type: "float64", values: [0.1, 0.2, "NaN"] },
  "columns.day": { type: "date", values: ["2025-01-31", "2025-02-01"] },
  "columns.word": { type: "text", values: ["a", "35", null, "a"] },
  "columns.flag": { type: "bool", values: [true, false, null] },
  "columns.none": { type: "int32", values: [] },
  "props.z.0": { type: "int32", values: [1, 2] },
  "props.z.1": { type: "int32", values: [3, 4] },
};

const columns: ResultColumns = {
  has: (_, name) => Object.hasOwn(COLUMNS, name),
  async column(object, name) {
    const column = COLUMNS[name];
    if (!column) throw new EvaluationFault(`The result of \`${object.name}\` has no \`${name}\`.`);
    return column.values.map((value) => fromStored(value, column.type));
  },
  choosing: () => columns,
  cohorts: async () => ["north", null],
};

const NAMES = ["big", "float", "day", "word", "flag", "none"];

const PROJECT = `
name: shop
models: [{ name: m, args: [a] }]
traces:
  - name: the trace
    model: ref(m)
    columns: { ${NAMES.map((name) => `${name}: a`).join(", ")} }
    props:
      type: scatter3d
      x: ?{ x }
      y: ?{ y }
      z: ["?{ a }", "?{ b }"]
      text: column(word)[0:2]
      ids: [7, "b", null]
      marker: { size: 4, color: "column(word)[-1]", symbol: [circle, square] }
  - name: dimensions
    model: ref(m)
    props: { type: splom, dimensions: [{ values: [1, 2], label: first }] }
tests:
  - { name: t, assertions: [ASSERTION] }
`;

/** "passed", or the reason with its kind. */
async function outcome(expression: string, anyTestFailed = false): Promise<string> {
  const text = PROJECT.replace("ASSERTION", () => JSON.stringify(`>{ ${expression} }`));
  const project = await projectOf(text);
  const [fault] = project.diagnostics;
  if (fault) return `${fault.code}: ${fault.message}${fault.hint ? ` (${fault.hint})` : ""}`;
  const [assertion] = project.tests[0]?.assertions ?? [];
  if (!assertion) throw new Error("no assertion");
  const environment = createEnvironment("default", { STAGE: "prod" });
  const { status, message, hint } = await judge(assertion, anyTestFailed, { columns, environment });
  return message === undefined ? status : `${status}: ${message}${hint ? ` (${hint})` : ""}`;
}

const T = "ref(the trace)";

const TRUE: readonly string[] = [
  // Precedence, as in Python.
  "2 + 3 * 4 == 14",
  "(2 + 3) * 4 == 20",
  "-2 ** 2 == -4",
  "2 ** 3 ** 2 == 512",
  "2 ^ 3 == 8",
  "2 ** -1 == 0.5",
  "7 // 2 == 3 and -7 // 2 == -4",
  "7 % 3 == 1 and -7 % 3 == 2",
  "10 - 2 - 3 == 5",
  "8 / 4 / 2 == 1",
  "not 1 == 2",
  "not false and true",
  "true or false and false",
  "1 < 2 <= 2 != 3 > 1",
  "5 > 3 and 2 <= 2",
  "+1 == 1 and - -1 == 1",
  // Constants.
  `True and true and not False and None is null`,
  `'it\\'s' == "it's" and 'a' + 'b' == "ab"`,
  "1_000 == 1e3 and .5 == 0.5 and 5. == 5",
  // Exact numbers.
  "0.1 + 0.2 == 0.3",
  `${T}.columns.big[0] == 9007199254740993`,
  `${T}.columns.big[0] != 9007199254740992`,
  `${T}.columns.big[0] > 9007199254740992`,
  `${T}.columns.big[0] - 1 == 9007199254740992`,
  `sum(${T}.props.y) == 3.3`,
  `${T}.props.y[0] == 1.1`,
  "1 / 3 != 0.3333333333333333 and approx(1 / 3, 0.333, 0.001)",
  "10 ** 30 + 1 == 1000000000000000000000000000001",
  `${T}.columns.float[0] == 0.1 and ${T}.columns.float[2] != ${T}.columns.float[2]`,
  "round(2.5) == 3 and round(-2.5) == -3 and round(1.005, 2) == 1.01 and round(1234, -2) == 1200",
  "abs(-3) == 3 and all(abs([-1, 2]) == [1, 2])",
  // Lists and columns.
  `sum(${T}.props.x) == 19 and mean(${T}.props.x) == 3.8`,
  `all(${T}.props.x > 0) and any(${T}.props.x == 8) and not any(${T}.props.x > 8)`,
  `all(0 < ${T}.props.x < 9)`,
  `all(${T}.props.x * 2 == [2, 4, 6, 10, 16])`,
  `all(${T}.props.x > 0 and ${T}.props.x < 9)`,
  `${T}.props.x[0] == 1 and ${T}.props.x[-1] == 8 and ${T}.props.x.1 == 2`,
  `sum(${T}.props.x[1:3]) == 5 and len(${T}.props.x[:2]) == 2 and len(${T}.props.x[-2:]) == 2`,
  `min(${T}.props.x) == 1 and max(${T}.props.x) == 8 and max(1, 7, 3) == 7`,
  `3 in ${T}.props.x and 4 not in ${T}.props.x and 'b' in 'abc'`,
  `all(${T}.props.x in [1, 2, 3, 5, 8])`,
  `all(unique(${T}.columns.word) == ['a', '35'])`,
  `len(unique(${T}.columns.word)) == 2`,
  "len('grün') == 4 and 'abc'[-1] == 'c' and 'abc'[:2] == 'ab'",
  `sum(${T}.props.z) == 10 and ${T}.props.z[1][0] == 3 and ${T}.props.z.0.1 == 2`,
  "[[1, 2], [3]][0][1] == 2",
  // NULL.
  `len(${T}.props.y) == 3 and count(${T}.props.y) == 2`,
  `${T}.props.y[2] is null and ${T}.props.y[0] is not None`,
  `not (${T}.props.y[2] == ${T}.props.y[2]) and ${T}.props.y[2] != 1`,
  `not ${T}.props.y[2] < 1 and not ${T}.props.y[2] >= 1`,
  `(${T}.props.y[2] + 1) is null and (-${T}.props.y[2]) is null`,
  `sum(${T}.columns.none) == 0 and mean(${T}.columns.none) is null and max(${T}.columns.none) is null`,
  `all(${T}.columns.none > 1) and not any(${T}.columns.none > 1)`,
  `not all(${T}.columns.flag) and any(${T}.columns.flag)`,
  `(${T}.columns.flag[2] or true) and (${T}.columns.flag[2] and false) is false`,
  // Texts and dates.
  `max(${T}.columns.day) == '2025-02-01' and ${T}.columns.day[0] < '2025-02-01'`,
  `not ${T}.columns.word[1] == 35`,
  // Static properties and names.
  `${T}.props.type == 'scatter3d' and ${T}.props.marker.size == 4`,
  `${T}.props.ids[1] == 'b' and ${T}.props.ids.2 is null and ${T}.props["marker"]["size"] == 4`,
  `${T}.props.marker.color == 'a' and all(${T}.props.text == ['a', '35'])`,
  `all(${T}.props.marker.symbol == ['circle', 'square']) and ref(dimensions).props.dimensions[0].label == 'first'`,
  `sum(ref(dimensions).props.dimensions[0].values) == 3`,
  "project.name == 'shop' and ref(m).name == 'm' and ref(m).model.name == 'm' and ref('the trace').name == 'the trace'",
  "${project.traces[0].props.x}[0] == 1 and ${ project.name } == 'shop'",
  "${ref(the trace).props.x[2]} == 3 and ${ ref('the trace') }.props.x[2] == 3",
  `all(${T}.cohorts is null or ${T}.cohorts == 'north') and len(${T}.cohorts) == 2`,
  "env.STAGE == 'prod' and env.NOT_SET is null",
  "any_test_failed() == False",
  `1${" + 1".repeat(500)} == 501`,
  // What follows a decision is not evaluated.
  "false and 1 / 0 == 1 or true or 1 / 0 == 1",
];

test.each(TRUE)("true: %s", async (expression) => {
  expect(await outcome(expression)).toBe("passed");
});

const FAILED: readonly (readonly [expression: string, reason: string])[] = [
  [`sum(${T}.props.x) == 35`, "`sum(ref(the trace).props.x)` is 19, expected 35."],
  ["1 < 3 < 2", "`3` is 3, expected less than 2."],
  [
    `max(${T}.props.x) <= mean(${T}.props.x)`,
    "`max(ref(the trace).props.x)` is 8, expected at most 3.8, which is `mean(ref(the trace).props.x)`.",
  ],
  [
    `1 == 1 and ${T}.columns.word[0] == 'b'`,
    '`ref(the trace).columns.word[0]` is "a", expected "b".',
  ],
  [
    `all(${T}.props.x < 5)`,
    "2 of 5 values do not fulfil `ref(the trace).props.x < 5`; the first is 5, at position 3.",
  ],
  [
    `all(${T}.columns.flag)`,
    "2 of 3 values do not fulfil `ref(the trace).columns.flag`; the first is at position 1.",
  ],
  [`any(${T}.props.x > 9)`, "None of the 5 values fulfils `ref(the trace).props.x > 9`."],
  ["not true", "`true` is true."],
  ["false", "`false` is false, expected true."],
  ["1 == 2 or 3 != 3", "`1` is 1, expected 2. `3` is 3, expected anything but 3."],
  [
    `4 in ${T}.props.x`,
    "`4` is 4, expected one of [1, 2, 3, 5, 8], which is `ref(the trace).props.x`.",
  ],
  ["approx(1, 2, 0.5)", "`1` is 1, expected 2 give or take 0.5."],
  [`${T}.props.y[2] == 1`, "`ref(the trace).props.y[2]` is null, expected 1."],
  ["env.STAGE == 'dev'", '`env.STAGE` is "prod", expected "dev".'],
  [
    `${T}.columns.float[0] + ${T}.columns.float[1] == 0.30000000000000004`,
    "`ref(the trace).columns.float[0] + ref(the trace).columns.float[1]` is 0.3, expected 0.30000000000000004.",
  ],
];

test.each(FAILED)("false, with the values that decide: %s", async (expression, reason) => {
  expect(await outcome(expression)).toBe(`failed: ${reason}`);
});

const ERRORS: readonly (readonly [expression: string, reason: string])[] = [
  [
    `${T}.props.x > 3`,
    "`ref(the trace).props.x > 3` yields a list of 5 values, not true or false. (Say of which it must hold: `all(…)` or `any(…)`.)",
  ],
  [
    "1 + 1",
    "`1 + 1` yields the number 2, not true or false. (Compare it with something, as in `x > 0`.)",
  ],
  ["1 + 'a' == 2", '`+` needs numbers, but here it has the number 1 and the text "a".'],
  ["1 < 'a'", '`<` cannot compare the number 1 with the text "a".'],
  ["1 / 0 == 1", "The number 1 is divided by zero."],
  ["-'a' == 1", '`-` needs a number, but here it has the text "a".'],
  [
    "not 1",
    "`not` needs true or false, but here it has the number 1. (Compare it with something, as in `x > 0`.)",
  ],
  [
    `all(${T}.props.x == [1, 2])`,
    "`==` needs lists of the same length, but these have 5 and 2 values.",
  ],
  [`sum(${T}.columns.word) == 1`, '`sum` needs numbers, but one value is the text "a".'],
  [
    `all(${T}.props.x)`,
    "`all` needs conditions, but one value is the number 1. (Compare the values, as in `all(x > 0)`.)",
  ],
  ["len(3) == 1", "`len` needs a list, but here it has the number 3."],
  [
    `${T}.props.x[5] == 1`,
    "`props.x` of `the trace` has 5 values, so there is none at position 5.",
  ],
  [
    "1 in 2",
    "`in` needs a list, or texts on both sides, but here it has the number 1 in the number 2.",
  ],
  ["round(1, 0.5) == 1", "`round` needs a whole number of digits, but here it has the number 0.5."],
  [
    "approx('a', 1, 1)",
    '`approx` needs numbers, but here it has the text "a", the number 1 and the number 1.',
  ],
  ["[1][0.5] == 1", "A position is a whole number, but this is the number 0.5."],
  ["abs('a') == 1", '`abs` needs numbers, but one value is the text "a".'],
  [`ref(m).rows == 1`, "The result of `m` has no `rows`."],
];

test.each(ERRORS)("cannot be evaluated: %s", async (expression, reason) => {
  expect(await outcome(expression)).toBe(`error: ${reason}`);
});

test("any_test_failed is what the run says", async () => {
  expect(await outcome("any_test_failed()", true)).toBe("passed");
  expect(await outcome("any_test_failed()")).toBe(
    "failed: `any_test_failed()` is false, expected true.",
  );
});

const BROKEN: readonly (readonly [expression: string, told: string])[] = [
  ["", "There is nothing between `>{` and `}`."],
  ["1 +", "The expression breaks off here."],
  ["(1 == 1", "`(` is not closed by a `)`."],
  ["[1, 2 == 1", "`[` is not closed by a `]`."],
  ["'a == 1", "This text is not closed by a `'`."],
  ["${ref(the trace).props.x", "`${` is not closed by a `}`."],
  ["ref(the trace.props.x == 1", "`ref(` is not closed by a `)`."],
  ["ref() == 1", "`ref()` names nothing."],
  ["ref == 1", "A name in parentheses must follow `ref`."],
  ["env == 1", "A variable must follow `env`: `env.NAME`."],
  ["1 = 1", "`=` is not an operator here. (Write `==`.)"],
  ["true && true", "`&&` is not an operator here. (Write `and`.)"],
  ["true || true", "`||` is not an operator here. (Write `or`.)"],
  ["!true", "`!` is not an operator here. (Write `not`.)"],
  ["1 2", "`2` is not expected here."],
  ["1 == 1 }", "`}` is not expected here."],
  ["true . name", "`.name` can follow only `ref(…)`, `project` and `env`."],
  ["ref(m).", "A name must follow the `.` here."],
  ["sun(1) == 1", "`sun` is not a function. (Did you mean `sum`?)"],
  ["sum == 1", "`sum` is a function. (Call it: `sum(values)`.)"],
  ["sum() == 1", "`sum` is called as `sum(values)`, but here it has 0 arguments."],
  ["approx(1, 2)", "`approx` is called as `approx(a, b, tolerance)`, but here it has 2 arguments."],
  [
    "north == 1",
    '`north` has no meaning here. (A text stands in quotes: `"north"`; the data of an object is `ref(name).props.x`.)',
  ],
  [`${"(".repeat(200)}1`, "This expression is nested too deeply."],
  [`${"-".repeat(200)}1 == 1`, "This expression is nested too deeply."],
  [`${"not ".repeat(200)}true`, "This expression is nested too deeply."],
  [`1${" + 1".repeat(100_000)} == 1`, "This expression is too long."],
  [`[1]${"[0]".repeat(100_000)} == 1`, "This expression is too long."],
];

test.each(BROKEN)("no expression: %s", async (expression, told) => {
  expect(await outcome(expression)).toBe(`broken-test-expression: ${told}`);
});

const NOWHERE: readonly (readonly [expression: string, told: string])[] = [
  [`${T}.props.xx == 1`, "`the trace` has no `props.xx`. (Did you mean `x`?)"],
  [`${T}.columns.wrd == 1`, "`the trace` has no column `wrd`. (Did you mean `word`?)"],
  [`${T}.prop.x == 1`, "A trace has no `prop`. (Did you mean `props`?)"],
  [`${T}.props.marker.sise == 1`, "`the trace` has no `props.marker.sise`. (Did you mean `size`?)"],
  [
    `${T}.props.marker == 1`,
    "`props.marker` of `the trace` is no value by itself: name what is below it. (Such as `size`, `color`, `symbol`.)",
  ],
  [`${T}.props.x.y == 1`, "`.y` is not expected here: these are values already."],
  [`${T}.props.z[2] == 1`, "`props.z` of `the trace` has 2 values, counted from 0."],
  [
    `${T} == 1`,
    "The trace `the trace` is no value by itself: name what is below it. (Such as `props.x`, `columns.y`.)",
  ],
  [
    "ref(m) == 1",
    "The model `m` is no value by itself: name what is below it. (Such as `column`.)",
  ],
  ["ref(m)[0] == 1", "Name a column of the model first."],
  ["project == 1", "`project` is no value by itself: write `project.name` or a place in it."],
];

test.each(NOWHERE)("leads nowhere: %s", async (expression, told) => {
  expect(await outcome(expression)).toBe(`unknown-test-data: ${told}`);
});

test("references are linked like all others", async () => {
  expect(await outcome("ref(the trac).props.x[0] == 1")).toBe(
    "unknown-reference: Nothing in this project is named `the trac`. (Did you mean `the trace`?)",
  );
  expect(await outcome("ref(t).props.x[0] == 1")).toBe(
    "wrong-reference-kind: `t` is a test, but a trace or a model is needed here.",
  );
  expect(await outcome("project.traces[7].props.x[0] == 1")).toContain("unknown-path");
  expect(await outcome("ref(m).x == null")).toContain("null-comparison");
});
