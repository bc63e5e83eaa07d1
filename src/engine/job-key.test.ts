import { expect, test } from "vitest";
import { jobKey } from "./job-key.js";

test("equal ingredients make equal keys, in whatever order they come", () => {
  const one = jobKey("model", { sql: "select 1", "source.host": "a" });
  expect(jobKey("model", { "source.host": "a", sql: "select 1" })).toEqual(one);
  expect(jobKey("trace", { sql: "select 1", "source.host": "a" }).key).not.toBe(one.key);
});

test("each ingredient counts, and its part tells it without its value", () => {
  const before = jobKey("model", { sql: "select 1", "source.host": "db.internal" });
  const after = jobKey("model", { sql: "select 1", "source.host": "db2.internal" });
  expect(after.key).not.toBe(before.key);
  const changed = Object.keys(after.parts).filter(
    (name) => after.parts[name] !== before.parts[name],
  );
  expect(changed).toEqual(["source.host"]);
  expect(JSON.stringify(after)).not.toContain("internal");
});

test("an ingredient that is undefined is absent, and the version of the code always counts", () => {
  const { key, parts } = jobKey("model", { sql: "x", file: undefined });
  expect(key).toBe(jobKey("model", { sql: "x" }).key);
  expect(Object.keys(parts)).toEqual(["sql", "version"]);
});
