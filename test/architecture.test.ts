import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Which folders of `src` (and the viewer) may import which. Everything may import its own folder. */
const ALLOWED: Record<string, readonly string[]> = {
  "src/contract": [],
  "src/diagnostics": ["src/contract"],
  "src/sql": ["src/contract", "src/diagnostics"],
  "src/project": ["src/contract", "src/diagnostics", "src/sql"],
  "src/sources": ["src/contract", "src/diagnostics", "src/sql"],
  "src/engine": ["src/contract", "src/diagnostics", "src/project", "src/sql", "src/sources"],
  "src/site": [
    "src/contract",
    "src/diagnostics",
    "src/project",
    "src/sql",
    "src/sources",
    "src/engine",
  ],
  "src/server": [
    "src/contract",
    "src/diagnostics",
    "src/project",
    "src/sources",
    "src/engine",
    "src/site",
  ],
  "src/cli": [
    "src/contract",
    "src/diagnostics",
    "src/project",
    "src/sql",
    "src/sources",
    "src/engine",
    "src/site",
    "src/server",
  ],
  "viewer/src": ["src/contract"],
};

/** Edges of types alone that the table above does not name: they vanish when compiled. */
const ALLOWED_TYPES: Record<string, readonly string[]> = {
  "src/project": ["src/sources"],
};

/** Outside `sources/`, only these files of it may be imported: nobody knows a connector by its folder. */
const SOURCES_DOOR = /^src\/sources\/[^/]+\.ts$/;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = [...sourceFiles("src"), ...sourceFiles("viewer/src")];
const byModule = new Map(files.map((file) => [file.replace(/\.tsx?$/, ""), file]));
const imports = files.flatMap(importsOf);

test("folders import only what the architecture allows", () => {
  const broken = imports.filter(({ from, to, typeOnly }) => {
    const [a, b] = [area(from), area(to)];
    if (a === b) return false;
    const allowed = [...(ALLOWED[a] ?? []), ...(typeOnly ? (ALLOWED_TYPES[a] ?? []) : [])];
    return !allowed.includes(b);
  });
  expect(broken.map(describe)).toEqual([]);
});

test("connectors are reached through the registry and the contract only", () => {
  const broken = imports.filter(
    ({ from, to }) =>
      area(to) === "src/sources" && area(from) !== "src/sources" && !SOURCES_DOOR.test(to),
  );
  expect(broken.map(describe)).toEqual([]);
});

test("no import runs in a circle", () => {
  const edges = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) {
    if (!typeOnly) edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  expect(findCycle(edges)).toBeUndefined();
});

test("files stay short enough to be read, and folders small enough to be overlooked", () => {
  const long = files
    .map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length }))
    .filter(({ lines }) => lines > 500);
  expect(long).toEqual([]);
  const sizes = new Map<string, number>();
  for (const folder of files.map(dirname)) sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  expect([...sizes].filter(([, size]) => size > 25)).toEqual([]);
});

test("names say what a file holds", () => {
  const vague = /(^|\/)(utils?|helpers?|common|misc|manager|phase)(\.|\/|-|$)/;
  expect(files.filter((file) => vague.test(file))).toEqual([]);
});

test("each folder of src says what it is for", () => {
  const missing = Object.keys(ALLOWED)
    .filter((folder) => folder.startsWith("src/"))
    .filter((folder) => !readdirSync(join(root, folder)).includes("README.md"));
  expect(missing).toEqual([]);
});

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
    .filter((file) => statSync(join(root, file)).isFile());
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const statements =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^"';]*?from\s*"(\.[^"]+)"|import\(\s*"(\.[^"]+)"\s*\)|(?:^|\n)import\s+"(\.[^"]+)"/g;
  const found: Import[] = [];
  for (const [, type, from, dynamic, bare] of text.matchAll(statements)) {
    const target = from ?? dynamic ?? bare;
    if (target === undefined || /\.(css|svg)$/.test(target)) continue;
    const to = resolveImport(file, target);
    if (to) found.push({ from: file, to, typeOnly: type !== undefined });
  }
  return found;
}

function resolveImport(file: string, target: string): string | undefined {
  const path = normalize(join(dirname(file), target)).replace(/\.(js|jsx)$/, "");
  return byModule.get(path);
}

function area(file: string): string {
  return file.split("/").slice(0, 2).join("/");
}

function describe({ from, to }: Import): string {
  return `${from} → ${to}`;
}

function findCycle(edges: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  function visit(file: string): string[] | undefined {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(file);
    return undefined;
  }
  for (const file of edges.keys()) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return undefined;
}
