import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isLeftBehind, newUploadName } from "./upload-names.js";

const NOW = new Date("2026-11-29T19:35:34Z");
const LATER = new Date("2026-11-30T19:35:35Z");

test("a table of a process that lives is left alone for a day", () => {
  const name = newUploadName(NOW);
  expect(name).toMatch(/^hw_20261129t193534_/);
  expect(name.length).toBeLessThan(64);
  expect(newUploadName(NOW)).not.toBe(name);
  expect(isLeftBehind(name, NOW)).toBe(false);
  expect(isLeftBehind(name, LATER)).toBe(true);
});

test("a table of a dead process of this machine is left behind, of another machine only when it is old", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const dead = newUploadName(NOW).replace(`_${process.pid}_`, `_${pid}_`);
  expect(isLeftBehind(dead, NOW)).toBe(true);
  const elsewhere = dead.replace(/t193534_.{8}/, "t193534_00000000");
  expect(isLeftBehind(elsewhere, NOW)).toBe(false);
  expect(isLeftBehind(elsewhere, LATER)).toBe(true);
});

test("a process that got the number of a dead one is another", () => {
  const name = newUploadName(NOW).replace(/_\w{8}_(?=\w{6}$)/, "_00000000_");
  expect(isLeftBehind(name, NOW)).toBe(true);
});

test.each(["hw_sales", "hw_20200101", "hw_20200101t000000_backup", "orders", "hw_1_1"])(
  "%s is nobody's but its owner's",
  (name) => expect(isLeftBehind(name, LATER)).toBe(false),
);
