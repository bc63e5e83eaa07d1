import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { loadProject } from "../src/project/load-project.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { writeProject } from "./support/project.js";

const root = join(import.meta.dirname, "..");
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

test("the reference is made from the code as it is", () => {
  execFileSync(process.execPath, ["scripts/reference.js", "--check"], { cwd: root });
});

test("every link within the documentation leads somewhere", () => {
  const broken = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), "utf8");
    return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map(([, target]) => target ?? "")
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page} → ${target}`);
  });
  expect(broken).toEqual([]);
});

test("the README's first project is read without a complaint", async () => {
  const [yaml] = yamlBlocks("README.md");
  expect(await complaints(yaml ?? "")).toEqual([]);
});

test.each(yamlBlocks("docs/README.md").map((yaml) => [yaml.split("\n")[0], yaml]))(
  "the guide's example of %s is read without a complaint",
  async (_, yaml) => {
    const others = ["sources:\n  - { name: shop, type: csv, file: shop.csv }\n"].filter(
      () => !yaml.startsWith("sources:"),
    );
    const orders = yaml.includes("ref(orders)")
      ? "models:\n  - { name: orders, source: ref(shop), sql: select * from shop }\n"
      : "";
    expect(await complaints(others.join("") + orders + yaml)).toEqual([]);
  },
);

async function complaints(yaml: string): Promise<string[]> {
  const directory = await writeProject({ "headwater.yml": yaml });
  const project = await loadProject({
    directory,
    processEnv: { SHOP_PASSWORD: "x", CRM_HOST: "db", CRM_PASSWORD: "x" },
    sourceTypes: SOURCE_TYPES,
  });
  return project.diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

function yamlBlocks(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? "");
}
