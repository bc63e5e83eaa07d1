import { expect, test } from "vitest";
import { createColors } from "./colors.js";

test("codes stand around a text, and begin again behind a part that has its own", () => {
  const { red, cyan } = createColors(true);
  expect(red("a")).toBe("\u001b[31ma\u001b[39m");
  expect(red(`a${cyan("b")}c`)).toBe("\u001b[31ma\u001b[36mb\u001b[39m\u001b[31mc\u001b[39m");
});

test("without colours a text is as it was", () => {
  expect(createColors(false).bold("a")).toBe("a");
});
