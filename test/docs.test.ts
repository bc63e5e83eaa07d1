import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { Command } from "commander";
import { expect, test } from "vitest";
import { COMMANDS } from "../src/cli/command-table.js";
import { loadProject } from "../src/project/load-project.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { anchors, blocks, codeSpans, commands, localLinks } from "./support/markdown.js";
import { variablesOf, writeProject } from "./support/project.js";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

const pages = [
  ...readdirSync(root),
  ...["bench", "docs", "examples", "src", "test", "viewer"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      join(folder, file),
    ),
  ),
].filter((file) => file.endsWith(".md") && !/(?:^|\/)(?:node_modules|target)\//.test(file));

/**
 * Whose commands and examples nothing executes; those of the guide's chapters `guide.test.ts` does.
 */
const readOnly = pages.filter((page) => !page.startsWith("docs/guide/"));

const COMMON_OPTIONS = ["--project-dir", "--environment", "--json"];

test("the reference is made from the code as it is", () => {
  execFileSync(process.execPath, ["scripts/reference.js", "--check"], { cwd: root });
});

test("every link of a page leads somewhere, also to the heading that it names", () => {
  const links = pages.flatMap((page) => localLinks(read(page)).map((link) => ({ page, ...link })));
  const broken = links.filter(({ page, target, anchor }) => {
    const path = target === "" ? page : normalize(join(dirname(page), target));
    if (!existsSync(join(root, path))) return true;
    return anchor !== undefined && !(path.endsWith(".md") && anchors(read(path)).has(anchor));
  });
  expect(broken).toEqual([]);
  expect(links.length).toBeGreaterThan(40);
  expect(links.some(({ anchor }) => anchor !== undefined)).toBe(true);
});

test("anchors are those that GitHub makes", () => {
  const page = "# A `b_c`, d!\n## [Übung](x.md) 1\n## Same\n## Same\n## Same-1\n```sh\n# no\n```\n";
  expect([...anchors(page)]).toEqual(["a-b_c-d", "übung-1", "same", "same-1", "same-1-1"]);
});

test("every example of a project outside the guide is read without a complaint", async () => {
  const examples = readOnly.flatMap((page) =>
    blocks(read(page), "yaml").map((yaml) => ({ page, yaml })),
  );
  expect(examples.map(({ page }) => page)).toContain("README.md");
  for (const { page, yaml } of examples) {
    expect({ page, complaints: await complaints(yaml) }).toEqual({ page, complaints: [] });
  }
});

test("every command outside the guide is one that there is, with options that it has", async () => {
  const lines = readOnly.flatMap((page) => commands(read(page)).map((line) => ({ page, line })));
  expect(lines.map(({ page }) => page)).toEqual(
    expect.arrayContaining(["CONTRIBUTING.md", "README.md", "docs/reference/commands.md"]),
  );
  const wrong = await Promise.all(
    lines.map(async ({ page, line }) => ({ page, line, why: await whyWrong(line) })),
  );
  expect(wrong.filter(({ why }) => why !== undefined)).toEqual([]);
});

test("the files and folders that CONTRIBUTING.md names are there", () => {
  const paths = codeSpans(read("CONTRIBUTING.md")).filter(
    (code) => /^[\w.<>{},/-]+$/.test(code) && /\/|\.\w+$/.test(code),
  );
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.flatMap(alternatives).filter((path) => !isThere(path))).toEqual([]);
});

test("ARCHITECTURE.md has a reason for each runtime dependency, and for no other package", () => {
  const [, section = ""] = read("ARCHITECTURE.md").split("## Runtime dependencies");
  const explained = [...section.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = ""]) =>
    codeSpans(cell),
  );
  const { dependencies, optionalDependencies } = packageJson();
  const installed = Object.keys({ ...dependencies, ...optionalDependencies });
  expect(explained.toSorted()).toEqual(installed.toSorted());
});

/** Undefined for a command that could be run as it stands. */
async function whyWrong(line: string): Promise<string | undefined> {
  const [program = "", first = "", second = ""] = line.split(/\s+/);
  if (program === "headwater") return whyNoCommand(first, line);
  const isOwn = first === "ci" || first === "install";
  if (program === "npm") return isOwn ? undefined : whyNoScript(first, second);
  const files = line.split(/\s+/).filter((word) => /^[\w.-]+\//.test(word));
  const missing = files.find((file) => !existsSync(join(root, file)));
  return missing === undefined ? undefined : `there is no ${missing}`;
}

function whyNoScript(first: string, second: string): string | undefined {
  const name = first === "run" ? second : first;
  return name in packageJson().scripts ? undefined : `package.json has no script ${name}`;
}

type PackageJson = Record<
  "scripts" | "dependencies" | "optionalDependencies",
  Record<string, string>
>;

function packageJson(): PackageJson {
  return JSON.parse(read("package.json")) as PackageJson; // our own
}

async function whyNoCommand(name: string, line: string): Promise<string | undefined> {
  const entry = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];
  if (!entry) return `there is no command ${name}`;
  const command = new Command();
  (await entry.load()).configure(command);
  const known = new Set([...COMMON_OPTIONS, ...[command, ...command.commands].flatMap(optionsOf)]);
  const unknown = line.match(/(?<=\s)--?[a-z][\w-]*/g)?.find((option) => !known.has(option));
  return unknown === undefined ? undefined : `it has no option ${unknown}`;
}

function optionsOf({ options }: Command): string[] {
  return options.flatMap(({ short, long }) => [short ?? "", long ?? ""]);
}

/** `a/{b,c}.ts` as `a/b.ts` and `a/c.ts`. */
function alternatives(path: string): string[] {
  const [whole, list] = /\{([^}]*)\}/.exec(path) ?? [];
  if (whole === undefined || list === undefined) return [path];
  return list.split(",").flatMap((one) => alternatives(path.replace(whole, one)));
}

/** Whether a file or folder has that path; `<type>` stands for any name. */
function isThere(path: string): boolean {
  let folders = [root];
  for (const step of path.replace(/\/$/, "").split("/")) {
    const name = new RegExp(`^${step.replaceAll(".", "\\.").replaceAll(/<\w+>/g, "[\\w-]+")}$`);
    folders = folders
      .filter((folder) => statSync(folder).isDirectory())
      .flatMap((folder) => readdirSync(folder).map((entry) => join(folder, entry)))
      .filter((path) => name.test(basename(path)));
  }
  return folders.length > 0;
}

async function complaints(yaml: string): Promise<string[]> {
  const directory = await writeProject({ "headwater.yml": yaml });
  const project = await loadProject({
    directory,
    processEnv: variablesOf(yaml),
    sourceTypes: SOURCE_TYPES,
  });
  return project.diagnostics.map(({ code, message }) => `${code}: ${message}`);
}
