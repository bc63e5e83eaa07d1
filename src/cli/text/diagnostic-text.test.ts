import { expect, test } from "vitest";
import { createColors } from "../colors.js";
import type { FramedDiagnostic } from "../../contract/diagnostic.js";
import { diagnosticText } from "./diagnostic-text.js";

const style = { colors: createColors(false), columns: 80 };

function range(line: number, column: number, endLine: number, endColumn: number) {
  const [start, end] = [
    { line, column },
    { line: endLine, column: endColumn },
  ];
  return { file: "traces.yml", start, end };
}

const unknownKey: FramedDiagnostic = {
  code: "unknown-key",
  severity: "error",
  message: "`colour` is not a field of a trace.",
  hint: "Did you mean `color`?",
  at: range(12, 5, 12, 11),
  frame: { firstLine: 11, lines: ["  - name: orders", "    colour: red", "    model: ref(o)"] },
};

test("a diagnostic shows its place, the lines around it, carets under the range and a hint", () => {
  expect(diagnosticText(unknownKey, style)).toMatchInlineSnapshot(`
    "error[unknown-key]: \`colour\` is not a field of a trace.
      --> traces.yml:12:5
       |
    11 |   - name: orders
    12 |     colour: red
       |     ^^^^^^
    13 |     model: ref(o)
       |
       = hint: Did you mean \`color\`?"
  `);
});

test("tabs before the range move the carets as far as they move the text", () => {
  const text = diagnosticText(
    {
      ...unknownKey,
      at: range(1, 7, 1, 10),
      frame: { firstLine: 1, lines: ["a:\t\tb\tredx"] },
    },
    style,
  );
  const [, , , line = "", carets = ""] = text.split("\n");
  expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("red");
});

test("wide characters before the range count two columns", () => {
  const text = diagnosticText(
    { ...unknownKey, at: range(1, 5, 1, 8), frame: { firstLine: 1, lines: ["日本: red"] } },
    style,
  );
  expect(text).toContain("\n  | " + " ".repeat(6) + "^^^\n");
});

test("a range over several lines marks each of them", () => {
  expect(
    diagnosticText(
      {
        ...unknownKey,
        at: range(2, 6, 3, 14),
        frame: { firstLine: 1, lines: ["- x:", "  y: ?{ sum(", "    amount) }", "  z: 1"] },
      },
      style,
    ),
  ).toMatchInlineSnapshot(`
    "error[unknown-key]: \`colour\` is not a field of a trace.
     --> traces.yml:2:6
      |
    1 | - x:
    2 |   y: ?{ sum(
      |      ^^^^^^^
    3 |     amount) }
      |     ^^^^^^^^^
    4 |   z: 1
      |
      = hint: Did you mean \`color\`?"
  `);
});

test("a line before whose first character the range ends is not marked", () => {
  const text = diagnosticText(
    { ...unknownKey, at: range(1, 6, 2, 1), frame: { firstLine: 1, lines: ["sql: |", "next: 1"] } },
    style,
  );
  expect(text.split("\n").filter((line) => line.includes("^"))).toEqual(["  |      ^"]);
});

test("a long line is cut around the range, visibly", () => {
  const line = `sql: ${"a".repeat(200)} wrong ${"b".repeat(200)}`;
  const text = diagnosticText(
    { ...unknownKey, at: range(1, 207, 1, 212), frame: { firstLine: 1, lines: [line] } },
    style,
  );
  const [, , , shown = "", carets = ""] = text.split("\n");
  expect(shown.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("wrong");
  expect(shown.length).toBeLessThanOrEqual(80);
});

test("notes, related places and details follow, indented", () => {
  expect(
    diagnosticText(
      {
        code: "query-failed",
        severity: "error",
        message: "`shop` refused the query of `orders`.",
        at: { ...range(3, 1, 3, 2), note: "in text produced by `{{ m('p') }}`" },
        related: [{ message: "the model is defined here", at: range(9, 1, 9, 5) }],
        detail: "no such column: amout\nselect amout\n\tfrom orders",
      },
      style,
    ),
  ).toMatchInlineSnapshot(`
    "error[query-failed]: \`shop\` refused the query of \`orders\`.
     --> traces.yml:3:1
      = note: in text produced by \`{{ m('p') }}\`
      = note: the model is defined here
          --> traces.yml:9:1
        no such column: amout
        select amout
            from orders"
  `);
});

test("control characters of data reach no terminal", () => {
  const nasty = "\u001b]8;;http://evil\u0007x\u001b[31m\r\u009b2J";
  const text = diagnosticText(
    {
      ...unknownKey,
      message: nasty,
      hint: nasty,
      detail: nasty,
      related: [{ message: nasty }],
      frame: { firstLine: 12, lines: [nasty] },
    },
    style,
  );
  expect(text.match(/[^\P{Cc}\n]/gu)).toBeNull();
});

test("colours appear only when asked for", () => {
  expect(diagnosticText(unknownKey, style)).not.toContain("\u001b");
  expect(diagnosticText(unknownKey, { ...style, colors: createColors(true) })).toContain(
    "\u001b[31m",
  );
});

test("of a very long line the part around the range is shown", () => {
  const line = `${"a".repeat(100_000)} here ${"b".repeat(100_000)}`;
  const at = range(1, 100_002, 1, 100_006);
  const text = diagnosticText({ ...unknownKey, at, frame: { firstLine: 1, lines: [line] } }, style);
  const [, , , shown = "", carets = ""] = text.split("\n");
  expect(shown.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("here");
  expect(shown).toMatch(/^1 \| …a+ here b+…$/);
  expect(shown.length).toBeLessThanOrEqual(80);
  const long = diagnosticText(
    { ...unknownKey, at: range(1, 1, 1, 200_000), frame: { firstLine: 1, lines: [line] } },
    style,
  );
  expect(long.split("\n")[4]).toMatch(/^ {2}\| \^{70,80}$/);
});
