import { mkdirSync, mkdtempSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileIdentity, fileStates } from "./file-identity.js";

function folder(): string {
  return mkdtempSync(join(tmpdir(), "identity-"));
}

test("a file that changed in size or time has another identity", async () => {
  const path = join(folder(), "a.csv");
  const missing = await fileIdentity(path, "duckdb");
  writeFileSync(path, "x\n1\n");
  utimesSync(path, 1000, 1000);
  const first = await fileIdentity(path, "duckdb");
  utimesSync(path, 2000, 2000);
  const touched = await fileIdentity(path, "duckdb");
  writeFileSync(path, "x\n1\n2\n");
  utimesSync(path, 2000, 2000);
  const grown = await fileIdentity(path, "duckdb");
  expect(new Set([missing, first, touched, grown]).size).toBe(4);
  expect(await fileIdentity(path, "duckdb")).toBe(grown);
});

test("a write-ahead log counts once something is in it", async () => {
  const path = join(folder(), "a.sqlite");
  writeFileSync(path, "data");
  const before = await fileIdentity(path, "duckdb");
  writeFileSync(`${path}-wal`, "");
  expect(await fileIdentity(path, "duckdb")).toBe(before);
  writeFileSync(`${path}-wal`, "more");
  expect(await fileIdentity(path, "duckdb")).not.toBe(before);
});

test("a pattern stands for the files that it matches, and no others", async () => {
  const at = folder();
  mkdirSync(join(at, "2024"));
  writeFileSync(join(at, "2024", "a.csv"), "1");
  const flat = await fileIdentity(join(at, "*.csv"), "duckdb");
  const deep = await fileIdentity(join(at, "**", "[ab].csv"), "duckdb");
  expect(deep).toContain("a.csv 1 ");
  writeFileSync(join(at, "2024", "b.csv"), "22");
  expect(await fileIdentity(join(at, "*.csv"), "duckdb")).toBe(flat);
  expect(await fileIdentity(join(at, "**", "[ab].csv"), "duckdb")).toContain("b.csv 2 ");
});

test("each pattern has the grammar of who expands it", async () => {
  const at = folder();
  for (const name of ["a.csv", "b.csv", ".h.csv"]) writeFileSync(join(at, name), "1");
  const states = (pattern: string, grammar: "glob" | "duckdb") =>
    fileStates(join(at, pattern), grammar).then((all) => all.map((text) => text.split(" ")[0]));
  expect(await states("{a,b}.csv", "glob")).toEqual(["a.csv", "b.csv"]);
  expect(await states("{a,b}.csv", "duckdb")).toEqual([]);
  expect(await states("*.csv", "glob")).toEqual(["a.csv", "b.csv"]);
  expect(await states("*.csv", "duckdb")).toEqual([".h.csv", "a.csv", "b.csv"]);
  expect(await states("[z-a].csv", "glob")).toEqual([]);
  expect(await states("[z-a].csv", "duckdb")).toEqual([]);
  expect(await states("**/x/**", "duckdb")).toEqual([]);
});

test("a file that moves between folders of a pattern changes it", async () => {
  const at = folder();
  for (const year of ["2024", "2025"]) mkdirSync(join(at, year));
  writeFileSync(join(at, "2024", "a.csv"), "1");
  const before = await fileIdentity(join(at, "*", "a.csv"), "glob");
  renameSync(join(at, "2024", "a.csv"), join(at, "2025", "a.csv"));
  expect(await fileIdentity(join(at, "*", "a.csv"), "glob")).not.toBe(before);
});
