import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { toldBy } from "../../test/support/source.js";
import { loadDriver } from "./driver.js";

/** A folder with a package that exports `word`. */
function project(name: string, version: string): string {
  const root = mkdtempSync(join(tmpdir(), "headwater-driver-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, "node_modules", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version, main: "main.js" }));
  writeFileSync(join(folder, "main.js"), "exports.word = 'from the project';");
  return root;
}

const driver = {
  name: "headwater-no-such-driver",
  version: "3",
  load: () => Promise.reject<{ word: string }>(new Error("there is none beside Headwater")),
};

test("a driver below a project is loaded once the project is trusted, and not before", async () => {
  const trustedRoot = project(driver.name, "3.1.0");
  expect(await loadDriver(driver, { name: "shop", trustedRoot })).toMatchObject({
    word: "from the project",
  });
  expect(await toldBy(loadDriver(driver, { name: "shop" }))).toBe(
    "source-driver-missing: `shop` needs the package `headwater-no-such-driver@3`. (Install it with `npm install headwater-no-such-driver@3`.)",
  );
});

test("a driver of another major version is told, and nothing of it runs", async () => {
  const trustedRoot = project(driver.name, "2.9.9");
  expect(await toldBy(loadDriver(driver, { name: "shop", trustedRoot }))).toBe(
    "source-driver-unfit: `shop` needs the package `headwater-no-such-driver@3`; `headwater-no-such-driver@2.9.9` works otherwise. (Install it with `npm install headwater-no-such-driver@3`.)",
  );
});

test("a driver beside Headwater goes before one below the project", async () => {
  const trustedRoot = project("zod", "0.0.1");
  const beside = { name: "zod", version: "4", load: async () => ({ word: "beside" }) };
  expect(await loadDriver(beside, { name: "shop", trustedRoot })).toEqual({ word: "beside" });
});
