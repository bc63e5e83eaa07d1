import { expect, test } from "vitest";
import { reasonText } from "./reuse-text.js";

const changed = (...parts: string[]) => reasonText({ why: "changed", parts }, "crm");

test("changes of one kind are told together", () => {
  expect(changed("model.orders")).toBe("`orders`, which it reads, has changed");
  expect(changed("model.orders", "sql", "model.visits", "columns", "model.targets")).toBe(
    "`orders`, `visits` and `targets`, which it reads, have changed, and its SQL has changed",
  );
  expect(changed("source.host", "source.port")).toBe(
    "`host` and `port` of its source `crm` have changed",
  );
  expect(changed("file.a.csv", "file.b.csv")).toBe("the files `a.csv` and `b.csv` have changed");
  expect(changed("input.data/*.json")).toBe("its input `data/*.json` has changed");
});

test("another engine is one change", () => {
  expect(changed("engine", "source.host", "source.type", "sql", "time zone")).toBe(
    "its engine has changed",
  );
});

test("of many names some are told, and how many more there are", () => {
  const files = Array.from({ length: 40 }, (_, file) => `file.${file}.csv`);
  expect(changed(...files)).toBe(
    "the files `0.csv`, `1.csv`, `2.csv`, `3.csv`, `4.csv` and 35 more have changed",
  );
});

test("other parts have words of their own", () => {
  expect(changed("time zone", "elsewhere")).toBe(
    "the project's time zone has changed, and `elsewhere` has changed",
  );
});
