import { expect, test } from "vitest";
import { nextChoice } from "./clicks.js";

const values = (...list: (string | null)[]) => ({ is: "values" as const, values: list });

test("a click chooses one value, the next click on it takes that back", () => {
  const first = nextChoice({ choice: undefined, fallback: undefined }, "EU", false);
  expect(first).toEqual(values("EU"));
  expect(nextChoice({ choice: first, fallback: undefined }, "EU", false)).toBeUndefined();
  expect(nextChoice({ choice: first, fallback: values("US") }, "EU", false)).toEqual(values("US"));
  expect(nextChoice({ choice: values("US"), fallback: values("US") }, "US", false)).toBeUndefined();
  expect(nextChoice({ choice: values("EU", "US"), fallback: undefined }, "EU", false)).toEqual(
    values("EU"),
  );
});

test("with Ctrl a click adds a value or takes it away, NULL as well", () => {
  const two = nextChoice({ choice: values("EU"), fallback: undefined }, null, true);
  expect(two).toEqual(values("EU", null));
  expect(nextChoice({ choice: two, fallback: undefined }, "EU", true)).toEqual(values(null));
  expect(nextChoice({ choice: values(null), fallback: undefined }, null, true)).toBeUndefined();
});
