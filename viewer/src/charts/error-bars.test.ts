import { expect, test } from "vitest";
import { withMissingErrors } from "./error-bars.js";

test("a deviation that is missing is none, not nought", () => {
  const error = { type: "data", array: [1, null], arrayminus: [2, 3] };
  expect(withMissingErrors({ y: [5, 6], error_y: error })).toEqual({
    y: [5, 6],
    error_y: { type: "data", array: [1, Number.NaN], arrayminus: [2, 3] },
  });
  const whole = { y: [5], error_y: { array: [1] } };
  expect(withMissingErrors(whole)).toBe(whole);
});
