import { expect, test } from "vitest";
import { createColumnBuilder } from "./column-builder.js";
import { columnValues } from "./column-values.js";

test("the values of some rows are those of the whole column there, NULLs included", () => {
  const builder = createColumnBuilder("text");
  if (!("appendText" in builder)) throw new Error("text has letters");
  for (const letter of "abcdefghij") {
    if (letter === "e") builder.appendNull();
    else builder.appendText(letter);
  }
  const column = builder.finish();
  const whole = columnValues(column, 10);
  expect(whole).toEqual(["a", "b", "c", "d", null, "f", "g", "h", "i", "j"]);
  for (let from = 0; from < 10; from++) {
    expect(columnValues(column, 10 - from, from)).toEqual(whole.slice(from));
  }
});
