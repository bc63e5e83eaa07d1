import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isFile, isFolder } from "./existing.js";

test("what no file can be named is no file", () => {
  const folder = mkdtempSync(join(tmpdir(), "existing-"));
  const file = join(folder, "a.csv");
  writeFileSync(file, "");
  expect([isFile(file), isFolder(file), isFile(folder), isFolder(folder)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
  for (const path of [join(file, "b"), join(folder, "x".repeat(300)), join(folder, "a\0b")]) {
    expect([isFile(path), isFolder(path)]).toEqual([false, false]);
  }
});
