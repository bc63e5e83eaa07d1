import { expect, test } from "vitest";
import { createDiagnostic } from "./create.js";
import { createFraming } from "./framing.js";
import { MOST_ALIKE, withoutMoreAlike } from "./most-alike.js";
import { createScrubber } from "./scrub.js";

function unknownKeys(file: string, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const at = { start: { line: index + 1, column: 1 }, end: { line: index + 1, column: 4 } };
    return createDiagnostic(
      "unknown-key",
      { key: "key", what: "a model" },
      { at: { file, ...at } },
    );
  });
}

test("of many that are alike in one file the rest is told as a number", () => {
  const few = unknownKeys("few.yml", MOST_ALIKE + 1);
  expect(withoutMoreAlike(few)).toEqual(few);
  const other = createDiagnostic("unknown-key-ignored", { key: "k", what: "a model" });
  const shown = withoutMoreAlike([...unknownKeys("a.yml", 50_000), other, ...few]);
  expect(shown).toHaveLength(MOST_ALIKE + 1 + 1 + few.length);
  expect(shown[MOST_ALIKE]).toMatchObject({
    code: "more-alike",
    severity: "error",
    message: "49,900 more of `unknown-key` are in `a.yml`.",
    at: { file: "a.yml", start: { line: MOST_ALIKE + 1 } },
  });
  expect(shown[MOST_ALIKE + 1]).toBe(other);
});

test("warnings that are alike stay warnings", () => {
  const many = Array.from({ length: MOST_ALIKE + 2 }, () =>
    createDiagnostic("ignored-key", { key: "k" }),
  );
  expect(withoutMoreAlike(many).at(-1)).toMatchObject({
    severity: "warning",
    message: "2 more of `ignored-key`.",
  });
});

test("a file is gone through once for all that points into it, and long lines are cut", () => {
  let reads = 0;
  const files = { get: () => (reads++, `${"x".repeat(5000)}\nkey: secret-value`) };
  const frame = createFraming({ files, scrub: createScrubber(["secret-value"]) });
  const framed = frame(unknownKeys("a.yml", 2));
  expect(reads).toBe(1);
  expect(framed[1]?.frame).toEqual({
    firstLine: 1,
    lines: [`${"x".repeat(1001)}…`, "key: ***"],
  });
});
