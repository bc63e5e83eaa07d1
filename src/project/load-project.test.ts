import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FAKE_SOURCE_TYPES, told } from "../../test/support/project-text.js";
import { loadProject } from "./load-project.js";

async function loadFolder(files: Readonly<Record<string, string>>) {
  const directory = await mkdtemp(join(tmpdir(), "headwater-load-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const sourceTypes = FAKE_SOURCE_TYPES;
  const project = await loadProject({ directory, processEnv: { ZONE: "UTC" }, sourceTypes });
  return { project, directory };
}

test("a folder without a project yields an empty one that says so", async () => {
  const { project, directory } = await loadFolder({});
  expect(project.diagnostics).toMatchObject([{ code: "project-not-found" }]);
  expect(project).toMatchObject({ name: basename(directory), root: directory, dashboards: [] });
});

test("files, includes, the environment and objects come together", async () => {
  const { project, directory } = await loadFolder({
    "headwater.yml": 'name: p\nincludes: [more.yml]\ndefaults: { time_zone: "${env.ZONE}" }\n',
    "more.yml": "sources: [{ name: a, type: csv, file: a.csv }]\nmodels: [{ name: rows }]\n",
  });
  expect(told(project)).toEqual([]);
  expect(project).toMatchObject({ name: "p", defaults: { timeZone: "UTC", timeZoneGiven: true } });
  expect(project.models[0]).toMatchObject({ sql: 'select * from "a"', source: { directory } });
  expect(project.files.get("more.yml")).toContain("rows");
});
