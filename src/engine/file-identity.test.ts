import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileIdentity } from "./file-identity.js";

function folder(): string {
  return mkdtempSync(join(tmpdir(), "identity-"));
}

test("a file that changed in size or time has another identity", async () => {
  const path = join(folder(), "a.csv");
  const missing = await fileIdentity(path);
  writeFileSync(path, "x\n1\n");
  utimesSync(path, 1000, 1000);
  const first = await fileIdentity(path);
  utimesSync(path, 2000, 2000);
  const touched = await fileIdentity(path);
  writeFileSync(path, "x\n1\n2\n");
  utimesSync(path, 2000, 2000);
  const grown = await fileIdentity(path);
  expect(new Set([missing, first, touched, grown]).size).toBe(4);
  expect(await fileIdentity(path)).toBe(grown);
});

test("a write-ahead log counts once something is in it", async () => {
  const path = join(folder(), "a.sqlite");
  writeFileSync(path, "data");
  const before = await fileIdentity(path);
  writeFileSync(`${path}-wal`, "");
  expect(await fileIdentity(path)).toBe(before);
  writeFileSync(`${path}-wal`, "more");
  expect(await fileIdentity(path)).not.toBe(before);
});

test("a pattern stands for the files that it matches, and no others", async () => {
  const at = folder();
  mkdirSync(join(at, "2024"));
  writeFileSync(join(at, "2024", "a.csv"), "1");
  const flat = await fileIdentity(join(at, "*.csv"));
  const deep = await fileIdentity(join(at, "**", "[ab].csv"));
  expect(deep).toContain("a.csv 1 ");
  writeFileSync(join(at, "2024", "b.csv"), "22");
  expect(await fileIdentity(join(at, "*.csv"))).toBe(flat);
  expect(await fileIdentity(join(at, "**", "[ab].csv"))).toContain("b.csv 2 ");
});
