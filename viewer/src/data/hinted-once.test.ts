import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/contract/diagnostic.js";
import { createDiagnostic } from "../../../src/diagnostics/index.js";
import { hintedOnce } from "./hinted-once.js";

test("choices that cannot be chosen are told each, the empty one by name, with one hint", () => {
  const unknown = (written: string): Diagnostic =>
    createDiagnostic("viewer-choice-unknown", { input: "Category", written });
  const told = hintedOnce([unknown("x"), unknown(""), unknown("y")]);
  expect(told.map(({ message }) => message.split(", ")[0])).toEqual([
    "The address chooses `x` of `Category`",
    "The address chooses the empty text of `Category`",
    "The address chooses `y` of `Category`",
  ]);
  expect(told.map(({ hint }) => hint !== undefined)).toEqual([false, false, true]);
});
