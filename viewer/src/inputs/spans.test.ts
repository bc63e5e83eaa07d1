import { expect, test } from "vitest";
import type { SpanInput } from "../../../src/contract/input.js";
import { extentOf, isSameNumber, snapped, spanOf } from "./spans.js";

const SIZE: SpanInput = { is: "span", name: "size", label: "Size", column: "size", step: "0.25" };

test("numbers are taken to the ends of steps, exactly and also below zero", () => {
  expect(snapped("0.3", "0.1", "down")).toBe("0.3");
  expect(snapped("0.3", "0.1", "up")).toBe("0.3");
  expect(snapped("-7", "5", "down")).toBe("-10");
  expect(snapped("-7", "5", "up")).toBe("-5");
  expect(snapped("12345678901234567890.6", "0.5", "up")).toBe("12345678901234567891");
  expect(snapped("many", "5", "down")).toBeUndefined();
});

test("a span has at least one step, and all of them are no choice", () => {
  const extent = extentOf(SIZE, ["1.25", null, "0.50", "-0.25"]);
  expect(extent).toEqual({ from: "-0.25", to: "1.5" });
  if (!extent) return;
  expect(spanOf(SIZE, extent, { from: "-0.2", to: "1.4" })).toBeUndefined();
  expect(spanOf(SIZE, extent, { from: "0.6", to: "" })).toEqual({
    is: "span",
    from: "0.5",
    to: "1.5",
  });
  expect(spanOf(SIZE, extent, { from: "1", to: "0.5" })).toEqual({
    is: "span",
    from: "1",
    to: "1.25",
  });
});

test("a number that is written otherwise is the same one", () => {
  expect(isSameNumber("50", "50.0")).toBe(true);
  expect(isSameNumber("37", "0")).toBe(false);
  expect(isSameNumber("", "0")).toBe(false);
});
