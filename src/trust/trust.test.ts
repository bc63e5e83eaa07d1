import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadFiles } from "../../test/support/load-files.js";
import { sqlite } from "../sources/sqlite/config.js";
import { driversBelow, isTrusted, trustFile, trustProject } from "./trust.js";

const store = () => join(mkdtempSync(join(tmpdir(), "trust-")), "headwater", "trust.json");

function project(script: string, root?: string) {
  const text = `models:\n  - {name: s, ${script}}\n`;
  return loadFiles({ "headwater.yml": text }, root === undefined ? {} : { root });
}

test("scripts are trusted once the user said so, in a file that is the user's alone", async () => {
  const file = store();
  const found = await project("args: [node, a.js]");
  expect(await isTrusted(found, file)).toBe(false);
  await trustProject(found, file);
  expect(await isTrusted(found, file)).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ["command", "args: [node, b.js]"],
  ["variables", "args: [node, a.js], env: {TOKEN: x}"],
])("a changed %s asks again", async (_what, changed) => {
  const file = store();
  const found = await project("args: [node, a.js]");
  await trustProject(found, file);
  expect(await isTrusted(await project(changed, found.root), file)).toBe(false);
});

test("the same scripts at another place are another project", async () => {
  const file = store();
  await trustProject(await project("args: [node, a.js]"), file);
  expect(await isTrusted(await project("args: [node, a.js]"), file)).toBe(false);
});

test("a project without scripts has nothing to trust", async () => {
  expect(await isTrusted(await loadFiles({ "headwater.yml": "name: x\n" }), store())).toBe(true);
});

test("trusting one project keeps the others, and a broken store trusts nobody", async () => {
  const file = store();
  const [a, b] = [await project("args: [a]"), await project("args: [b]")];
  await trustProject(a, file);
  await trustProject(b, file);
  expect(await isTrusted(a, file)).toBe(true);
  writeFileSync(file, readFileSync(file, "utf8").slice(5));
  expect(await isTrusted(a, file)).toBe(false);
});

test("the store lies in the state folder that the environment names, if it is absolute", () => {
  expect(trustFile({ XDG_STATE_HOME: "/state" })).toBe(join("/state", "headwater", "trust.json"));
  expect(trustFile({ XDG_STATE_HOME: "state" })).toMatch(/\.local.state.headwater.trust\.json$/);
});

test.each(["plugins: [headwater-source-a]", "includes: [org/shared.git@v1]"])(
  "%s takes trust, which a change of it ends",
  async (text) => {
    const file = store();
    const found = await loadFiles({ "headwater.yml": text });
    expect(await isTrusted(found, file)).toBe(false);
    await trustProject(found, file);
    expect(await isTrusted(found, file)).toBe(true);
    const changed = { "headwater.yml": text.replace(/a\]|v1\]/, "other]") };
    expect(await isTrusted(await loadFiles(changed, { root: found.root }), file)).toBe(false);
  },
);

test("another host than Google's own for the user's login is asked about, by its resolved address", async () => {
  const endpoint = (api_endpoint: string, variables = "") => {
    const fields = `project: p, credentials_base64: e30=, api_endpoint: "${api_endpoint}"`;
    const text = `sources:\n  - {name: b, type: bigquery, ${fields}}\n`;
    return loadFiles({ "headwater.yml": text, ".env": variables });
  };
  const file = store();
  for (const own of ["https://bigquery-eu.p.googleapis.com", "http://127.0.0.1:9050"]) {
    expect(await isTrusted(await endpoint(own), file)).toBe(true);
  }
  const strange = await endpoint("https://bigquery.example.com");
  expect(await isTrusted(strange, file)).toBe(false);
  const chosen = (HOST: string) => endpoint("${env.HOST}", `HOST=${HOST}\n`);
  expect(await isTrusted(await chosen("https://bigquery.googleapis.com"), file)).toBe(true);
  expect(await isTrusted(await chosen("https://googleapis.com.example.com"), file)).toBe(false);
  await trustProject(strange, file);
  expect(await isTrusted(strange, file)).toBe(true);
});

test("a driver that lies below the project only takes trust, as code of the project does", async () => {
  const found = await project("args: [node, a.js]");
  const driver = "headwater-no-such-driver";
  const sourceTypes = new Map([["x", { ...sqlite, driver }]]);
  const withDriver = {
    ...found,
    models: [],
    sources: [{ type: "x", config: { database: "d" } }] as never[],
    sourceTypes,
  };
  expect(driversBelow(withDriver)).toEqual([]);
  expect(await isTrusted(withDriver, store())).toBe(true);
  const folder = join(found.root, "node_modules", driver);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.js"), "");
  expect(driversBelow(withDriver)).toEqual([driver]);
  const file = store();
  expect(await isTrusted(withDriver, file)).toBe(false);
  await trustProject(withDriver, file);
  expect(await isTrusted(withDriver, file)).toBe(true);
});
