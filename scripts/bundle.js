/**
 * Writes `dist/bundle/`, which is what users start and what is published: the compiled modules of
 * `dist/` in few files, since Node takes a millisecond for each that it opens and a command needs
 * hundreds. Those of the command are CommonJS, since of such files alone Node 20 takes code that was
 * compiled before (`src/cli/start.ts`); threads, processes and exports are ECMAScript modules. They
 * share no file, since they share no memory. Packages that are not among the dependencies of `package.json` are put in, with their
 * licences beside them; nothing is renamed or shortened, so that stack traces can be read.
 *
 * All files lie in one folder, as deep below the package as a folder of `src/`. So `./name.js` and
 * `../../package.json` beside `import.meta.url` lead to the same file from either.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { rolldown } from "rolldown";
import wabt from "wabt";

const root = join(import.meta.dirname, "..");
const target = join(root, "dist/bundle");
const compiled = (module) => join(root, "dist", `${module}.js`);

/**
 * What something else than a bundled module starts or imports, by path below `dist/`; and beside
 * these what `bin/headwater.js` opens, and the command that it runs.
 */
const ENTRIES = [
  "readers/reader-main",
  "readers/parent-watch",
  "duckdb/landing/landing-worker",
  "engine/script/orphan-guard-main",
  "sources/sqlite/snapshot/sqlite-guard-main",
  "project/read/jinja/render-worker",
  "sources/author",
  "sources/conformance",
];

/** Found by their name beside the module that reads them. */
const FILES = ["project/plotly/attributes.json"];

/** WebAssembly in its text form, below `src/`: the binary form lies beside the modules. */
const PROGRAMS = [
  "sources/postgresql/wire/take-data-rows.wat",
  "sources/sqlite/snapshot/take-rows.wat",
];

/** The same of packages: their path below `node_modules`, and under which terms they are. */
const BINARIES = {
  "@sqlite.org/sqlite-wasm/dist/sqlite3.wasm":
    "SQLite, which is in the public domain (https://sqlite.org/copyright.html), as compiled by the\n" +
    "package, which is under the Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0),\n" +
    "with parts of Emscripten and musl, which are under the MIT License.",
};

/**
 * Files of many modules, each with those that it is for, in the order in which a command or a
 * reader opens them. A module lies in the first one that needs it.
 */
const COMMAND_PARTS = {
  program: ["cli/program", "cli/terminal"],
  project: ["cli/commands/compile"],
  results: ["cli/commands/show", "rows/result/read-result"],
  run: ["cli/commands/run", "engine/run/run"],
};
const THREAD_PARTS = {
  sources: ["readers/reader-main", "readers/source-service"],
  engine: ["readers/embedded-service"],
};

/** What a package names beside what the first parts use of it: it lies with the command that does. */
const LATE = /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/;

const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const installed = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });

const threads = await bundled(ENTRIES, THREAD_PARTS, { format: "esm" });
const commonJs = {
  format: "cjs",
  // Of code that was kept, Node 20 does not know from where it would import.
  dynamicImportInCjs: false,
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name].cjs",
};
const command = await bundled(["cli/main"], COMMAND_PARTS, commonJs);
const start = await bundled(["cli/start"], {}, commonJs);
const functions = command.map(({ fileName, code }) => [fileName, asFunction(code)]);
const hash = createHash("sha256").update(JSON.stringify(functions)).digest("hex").slice(0, 16);

const made = new Map([
  ...threads.map(({ fileName, code }) => [fileName, code]),
  ...functions,
  ...start.map(({ fileName, code }) => [fileName, code.replace("HASH_OF_THE_BUNDLE", hash)]),
  ...FILES.map((file) => [basename(file), readFileSync(join(root, "dist", file), "utf8")]),
  ...Object.keys(BINARIES).map((file) => [basename(file), readFileSync(inPackages(file))]),
  ...(await Promise.all(PROGRAMS.map(program))),
  ["LICENSES.txt", licences([...threads, ...command].flatMap(({ moduleIds }) => moduleIds))],
]);
mkdirSync(target, { recursive: true });
for (const [name, text] of made) writeChanged(join(target, name), text);
for (const name of readdirSync(target)) if (!made.has(name)) rmSync(join(target, name));

/**
 * A file as `src/cli/start.ts` reads it. Texts of single bytes are read in a fraction of the time, so
 * other characters are written as what they are in JavaScript.
 */
function asFunction(code) {
  if (/String\.raw`[^`]*[^\0-\x7f]/.test(code)) throw new Error("a raw text cannot be rewritten");
  if (/[^.\w]import\(/.test(code)) throw new Error("kept code cannot import");
  const plain = code.replaceAll(/[^\0-\x7f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `(function (exports, require, module, __filename) {${plain}\n})\n`;
}

/** The files for some modules and what these need. */
async function bundled(modules, table, options) {
  const parts = partsPlugin(modules, table);
  const bundle = await rolldown({
    input: Object.fromEntries(modules.map((module) => [basename(module), compiled(module)])),
    platform: "node",
    external: (id) => installed.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [parts, withoutProcesses()],
    // Some commands need at once what others load late.
    checks: { ineffectiveDynamicImport: false },
    onLog: (_, { message }) => {
      throw new Error(message);
    },
  });
  const { output } = await bundle.generate({
    chunkFileNames: "[name].js",
    // Node reads them too, in each thread.
    comments: false,
    codeSplitting: { groups: parts.groups },
    ...options,
  });
  await bundle.close();
  return output;
}

/** Yields the groups of a table of parts, which are known once all modules have been read. */
function partsPlugin(entries, table) {
  const place = new Map();
  const names = Object.keys(table);
  return {
    name: "parts",
    groups: names.map((name, index) => ({
      name,
      test: (id) => place.get(id) === name,
      priority: names.length - index,
    })),
    buildEnd() {
      for (const [name, modules] of Object.entries(table).toReversed()) {
        const found = new Set(modules.map(compiled));
        for (const id of found) {
          place.set(id, name);
          const imported = this.getModuleInfo(id)?.importedIds ?? [];
          for (const next of imported) if (!LATE.test(next)) found.add(next);
        }
      }
      // They do their work when they are opened.
      for (const module of entries) place.delete(compiled(module));
    },
  };
}

/**
 * Commander asks for `node:child_process`, which takes Node a while, for commands that are programs
 * of their own. There are none.
 */
function withoutProcesses() {
  const nothing = "\0no-processes";
  return {
    name: "without-processes",
    resolveId: (id, importer = "") =>
      id === "node:child_process" && importer.includes("/node_modules/commander/")
        ? nothing
        : undefined,
    load: (id) => (id === nothing ? "export {};" : undefined),
  };
}

/** Its file's name and what is in it. */
async function program(file) {
  const tools = await wabt();
  const module = tools.parseWat(file, readFileSync(join(root, "src", file)), {
    bulk_memory: true,
    sign_extension: true,
  });
  module.validate();
  return [basename(file).replace(/wat$/, "wasm"), Buffer.from(module.toBinary({}).buffer)];
}

/** The licences of the packages that were put in. */
function licences(modules) {
  const folders = modules.map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]);
  const ofModules = [...new Set(folders)]
    .filter((folder) => folder !== undefined)
    .map((folder) => [folder, readFileSync(join(folder, "LICENSE"), "utf8").trim()]);
  const ofBinaries = Object.entries(BINARIES).map(([file, terms]) => {
    return [inPackages(file.split("/").slice(0, 2).join("/")), `${basename(file)}: ${terms}`];
  });
  return [...ofModules, ...ofBinaries]
    .map(([folder, text]) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return `${name} ${version}\n\n${text}\n`;
    })
    .join(`\n${"-".repeat(72)}\n\n`);
}

function inPackages(path) {
  return join(root, "node_modules", path);
}

/** Another process may run from the files that stay the same. */
function writeChanged(path, content) {
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(content))) {
    writeFileSync(path, content);
  }
}
