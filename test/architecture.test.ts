import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Which areas import which, types included. Every area may import itself and what its line names;
 * everything runs down, and areas of one rank never meet. The table is exact: an edge that no
 * import uses any more is taken out.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "src/contract": [],
  "src/fold": ["src/contract"],
  "src/diagnostics": ["src/contract"],
  "src/disk": ["src/contract", "src/diagnostics"],
  "src/sql": ["src/contract", "src/diagnostics"],
  "src/rows": ["src/contract", "src/fold", "src/diagnostics", "src/disk", "src/sql"],
  "src/duckdb": ["src/contract", "src/diagnostics", "src/disk", "src/sql", "src/rows"],
  "src/project": ["src/contract", "src/fold", "src/diagnostics", "src/disk", "src/sql"],
  "src/trust": ["src/disk", "src/project"],
  "src/sources": [
    "src/contract",
    "src/diagnostics",
    "src/disk",
    "src/sql",
    "src/rows",
    "src/duckdb",
    "src/project",
  ],
  "src/readers": [
    "src/contract",
    "src/diagnostics",
    "src/disk",
    "src/sql",
    "src/rows",
    "src/duckdb",
    "src/project",
    "src/sources",
  ],
  "src/engine": [
    "src/contract",
    "src/fold",
    "src/diagnostics",
    "src/disk",
    "src/sql",
    "src/rows",
    "src/duckdb",
    "src/project",
    "src/sources",
    "src/readers",
  ],
  "src/site": [
    "src/contract",
    "src/fold",
    "src/diagnostics",
    "src/disk",
    "src/rows",
    "src/project",
    "src/readers",
    "src/engine",
  ],
  "src/testing": [
    "src/contract",
    "src/fold",
    "src/diagnostics",
    "src/rows",
    "src/project",
    "src/readers",
    "src/engine",
  ],
  "src/server": [
    "src/contract",
    "src/diagnostics",
    "src/disk",
    "src/rows",
    "src/project",
    "src/engine",
    "src/site",
  ],
  "src/cli": [
    "src/contract",
    "src/fold",
    "src/diagnostics",
    "src/rows",
    "src/project",
    "src/trust",
    "src/sources",
    "src/readers",
    "src/engine",
    "src/site",
    "src/testing",
    "src/server",
  ],
  "viewer/src": ["src/contract", "src/fold"],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = [...sourceFiles("src"), ...sourceFiles("viewer/src")];
const byModule = new Map(files.map((file) => [file.replace(/\.tsx?$/, ""), file]));
const imports = files.flatMap(importsOf);

test("areas import exactly what the architecture allows", () => {
  const edges: Record<string, string[]> = {};
  for (const area of Object.keys(MAY_IMPORT)) edges[area] = [];
  for (const { from, to } of imports) {
    const [a, b] = [areaOf(from), areaOf(to)];
    if (a !== b && !edges[a]?.includes(b)) (edges[a] ??= []).push(b);
  }
  const sorted = (table: Record<string, readonly string[]>) =>
    Object.fromEntries(Object.entries(table).map(([area, to]) => [area, to.toSorted()]));
  expect(sorted(edges)).toEqual(sorted(MAY_IMPORT));
});

/**
 * The same within a floor, between its folders; the files beside them are free, as long as nothing
 * runs in a circle.
 */
const MAY_IMPORT_WITHIN: Record<string, Record<string, readonly string[]>> = {
  "src/engine": {
    check: ["jobs", "merge", "run", "state"],
    explain: ["jobs", "merge", "remote"],
    jobs: ["merge", "remote", "script"],
    keys: ["jobs"],
    merge: [],
    "model-query": ["jobs", "merge"],
    remote: ["merge"],
    run: ["jobs", "keys", "merge", "state"],
    script: [],
    state: [],
  },
  "src/sources": {
    bigquery: ["http", "server"],
    conformance: [],
    csv: ["files"],
    duckdb: ["files"],
    excel: ["files"],
    files: [],
    http: [],
    json: ["files"],
    mysql: ["server"],
    parquet: ["files"],
    plugin: ["files", "http"],
    postgresql: ["server"],
    server: [],
    snowflake: ["server"],
    sqlite: ["files"],
    trino: ["http", "server"],
  },
  "viewer/src": {
    app: ["charts", "controls", "data", "format", "theme"],
    charts: ["data", "format"],
    controls: [],
    dashboard: ["app", "charts", "controls", "data", "format", "inputs", "tables"],
    data: ["format"],
    format: [],
    inputs: ["app", "controls", "data", "format"],
    pages: ["app", "controls", "dashboard", "data", "format"],
    tables: ["controls", "data", "format"],
    theme: [],
  },
};

test("folders of a floor import exactly what the architecture allows", () => {
  const edges = siblingEdges();
  const isFolder = (name: string) => !/\.tsx?$/.test(name);
  const found = Object.keys(MAY_IMPORT_WITHIN).map((floor) => {
    const below = files.filter((file) => file.startsWith(`${floor}/`));
    const folders = new Set(below.map((file) => file.split("/")[2] ?? "").filter(isFolder));
    const allowed = [...folders].map((name) => [
      name,
      [...(edges.get(floor)?.get(name) ?? [])].filter(isFolder).toSorted(),
    ]);
    return [floor, Object.fromEntries(allowed)];
  });
  expect(Object.fromEntries(found)).toEqual(MAY_IMPORT_WITHIN);
});

test("nobody but its neighbours knows a connector by its folder", () => {
  const known = imports.filter(
    ({ from, to }) => areaOf(from) !== "src/sources" && /^src\/sources\/[^/]+\//.test(to),
  );
  expect(known).toEqual([]);
});

test("readers load no schemas, which take long to load", () => {
  const users = imports
    .filter(({ to, typeOnly }) => /^src\/sources\/.*\bconfig\.ts$/.test(to) && !typeOnly)
    .map(({ from }) => from)
    .filter((from) => !/\bconfig\.ts$/.test(from));
  expect([...new Set(users)]).toEqual(["src/sources/registry.ts"]);
});

test("what a module of src finds beside itself, it finds beside the bundle", () => {
  const places = files
    .filter((file) => file.startsWith("src/"))
    .flatMap((file) => [
      ...readFileSync(join(root, file), "utf8").matchAll(/\("(\.[^"]+)", import\.meta\.url\)/g),
    ])
    .map(([, place = ""]) => place);
  expect(places.length).toBeGreaterThan(6);
  const missing = places.filter((place) => !existsSync(join(root, "dist/bundle", place)));
  expect(missing).toEqual([]);
});

/**
 * Each folder with the edges between what lies in it: a subfolder counts as one, with everything
 * below it.
 */
function siblingEdges(): Map<string, Map<string, Set<string>>> {
  const folders = new Map<string, Map<string, Set<string>>>();
  for (const { from, to } of imports) {
    const [a, b] = [from.split("/"), to.split("/")];
    const depth = a.findIndex((part, index) => part !== b[index]);
    const folder = a.slice(0, depth).join("/");
    const edges = folders.get(folder) ?? new Map<string, Set<string>>();
    folders.set(folder, edges);
    const [one = "", other = ""] = [a[depth], b[depth]];
    edges.set(one, (edges.get(one) ?? new Set()).add(other));
  }
  return folders;
}

test("no file or folder is in a circle with its siblings, types included", () => {
  const circles = [...siblingEdges()].flatMap(([folder, edges]) => {
    const circle = findCycle(edges);
    return circle ? [`${folder}: ${circle.join(" → ")}`] : [];
  });
  expect(circles).toEqual([]);
});

/**
 * What is made in one place for the whole command. Only these files may import the module that
 * makes it.
 */
const MADE_BY: Record<string, readonly string[]> = {
  "src/readers/readers.ts": ["src/engine/opened-run.ts"],
  "src/project/project-secrets.ts": ["src/project/disclosure.ts"],
};

test("readers and the list of secrets are made in one place", () => {
  const users = Object.keys(MADE_BY).map((file) => [
    file,
    imports
      .filter(({ from, to, typeOnly }) => to === file && !typeOnly && from !== file)
      .map(({ from }) => from),
  ]);
  expect(Object.fromEntries(users)).toEqual(MADE_BY);
});

test("files stay short enough to be read", () => {
  const long = files.filter(
    (file) => readFileSync(join(root, file), "utf8").split("\n").length > 501,
  );
  expect(long).toEqual([]);
});

test("names say what a file holds", () => {
  const vague = /(^|\/)(utils?|helpers?|common|misc|manager|phase)(\.|\/|-|$)/;
  expect(files.filter((file) => vague.test(file))).toEqual([]);
});

test("each folder of src says what it is for", () => {
  const missing = Object.keys(MAY_IMPORT)
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
  return [...text.matchAll(statements)].flatMap(([, type, named, called, bare]) => {
    const to = resolveImport(file, named ?? called ?? bare ?? "");
    return to === undefined ? [] : [{ from: file, to, typeOnly: type !== undefined }];
  });
}

function resolveImport(file: string, target: string): string | undefined {
  const path = normalize(join(dirname(file), target)).replace(/\.(js|jsx)$/, "");
  return byModule.get(path);
}

function areaOf(file: string): string {
  return file.split("/").slice(0, 2).join("/");
}

function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
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
