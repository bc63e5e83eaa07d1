/** Each field of the grammar is in a project that is right: none is known to the checker alone. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { loadProject } from "../src/project/load-project.js";
import { createRenderer } from "../src/project/read/jinja/renderer.js";
import { readProject } from "../src/project/read/read-project.js";
import { readPlugin } from "../src/sources/plugins.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { allFields, usedFields } from "./support/used-fields.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const folders = [
  ...readdirSync(join(root, "examples")).map((name) => join(root, "examples", name)),
  ...readdirSync(join(root, "test/scenarios")).map((name) =>
    join(root, "test/scenarios", name, "project"),
  ),
].filter((folder) => existsSync(folder));

const renderer = createRenderer();
afterAll(() => renderer.close());

test("each field of the grammar is used by a project without errors", async () => {
  const used = new Set<string>();
  for (const directory of folders) {
    const options = { directory, processEnv: {}, renderer };
    const types = { sourceTypes: SOURCE_TYPES, readPlugin };
    const { diagnostics } = await loadProject({ ...options, ...types });
    if (diagnostics.some(({ severity }) => severity === "error")) continue;
    const { files } = await readProject(options);
    for (const file of files) usedFields(file.root, used);
  }
  expect([...allFields()].filter((field) => !used.has(field))).toEqual([]);
});
