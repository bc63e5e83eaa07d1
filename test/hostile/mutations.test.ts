/**
 * The examples, changed at random: whatever a project holds, it is read in a moment and what is
 * wrong with it is told. `HOSTILE=all` tries 10,000 (`npm run test:hostile`).
 */
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { disclose } from "../../src/project/disclosure.js";
import { loadProject } from "../../src/project/load-project.js";
import { createRenderer } from "../../src/project/read/jinja/renderer.js";
import { readPlugin } from "../../src/sources/plugins.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";
import { temporaryFolder } from "../support/project.js";

const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));
const ROUNDS = process.env["HOSTILE"] === "all" ? 10_000 : 150;
/**
 * Milliseconds of processor time, far more than any of them takes; a reading that never ends is
 * what this finds, however little of the machine it is given.
 */
const PATIENCE = 20_000;
const LOOK_AGAIN = 5000;

/** Rejects when the process has worked for longer. */
function patience(round: number): { readonly over: Promise<never>; end(): void } {
  const before = process.cpuUsage();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const { user, system } = process.cpuUsage(before);
      if ((user + system) / 1000 > PATIENCE) reject(new Error(`round ${round} does not end`));
    }, LOOK_AGAIN);
  });
  return { over, end: () => clearInterval(timer) };
}

/** Numbers that are the same in each run of the tests. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PIECES = [
  "{{",
  "}}",
  "{% if %}",
  "${env.",
  "ref(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ": ",
  "- ",
  "\n",
  "\t",
  '"',
  "'",
  "|",
  ">",
  "&a ",
  "*a",
  "!!x ",
  "#",
  "?{",
  "}?",
  "null",
  "~",
  "\u0000",
  "\u200f",
  "é",
  "9".repeat(40),
  "includes: [.]\n",
  "<<: ",
  "__proto__: ",
  "\u{1F600}",
  "-".repeat(50),
];

/** A text that one to four changes have gone over. */
function mutated(text: string, random: (below: number) => number): string {
  let result = text;
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const at = random(result.length + 1);
    const length = random(20);
    const other = random(result.length + 1);
    const piece = PIECES[random(PIECES.length)] ?? "";
    switch (random(5)) {
      case 0:
        result = result.slice(0, at) + result.slice(at + length);
        break;
      case 1:
        result = result.slice(0, at) + piece + result.slice(at);
        break;
      case 2:
        result = result.slice(0, at) + piece + result.slice(at + piece.length);
        break;
      case 3:
        result = result.slice(0, at) + result.slice(other, other + 60) + result.slice(at);
        break;
      default:
        result = result.slice(0, at);
    }
  }
  return result;
}

/** The folders of projects among the examples, with their YAML files. */
const projects = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" })
  .filter((path) => /(?:^|\/)(?:headwater|project\.visivo)\.ya?ml$/.test(path))
  .map((path) => join(EXAMPLES, path, ".."));

test(
  "a project that was changed at random is read, and never a fault of ours",
  { timeout: ROUNDS * 200 + 60_000 },
  async () => {
    expect(projects.length).toBeGreaterThan(3);
    const random = numbers(20_261_129);
    const folder = await temporaryFolder();
    const renderer = createRenderer();
    let told = 0;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const project = projects[random(projects.length)] ?? "";
        const directory = join(folder, String(round % 50), relative(EXAMPLES, project) || "root");
        cpSync(project, directory, {
          recursive: true,
          filter: (path) => !/node_modules|target|\.(?:duckdb|sqlite|db|parquet)$/.test(path),
        });
        const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((path) =>
          /\.ya?ml$/.test(path),
        );
        const file = join(directory, files[random(files.length)] ?? "");
        const before = readFileSync(file, "utf8");
        writeFileSync(file, mutated(before, random));
        const late = patience(round);
        const reading = loadProject({
          directory,
          processEnv: {},
          sourceTypes: SOURCE_TYPES,
          readPlugin,
          renderer,
        });
        const found = await Promise.race([reading, late.over]).finally(() => late.end());
        const framed = disclose(found).frame(found.diagnostics);
        told += Math.min(1, framed.length);
        const faults = framed.filter(({ code, message }) =>
          /internal-error|\bat .*\.js:\d+/.test(`${code} ${message}`),
        );
        expect([round, faults]).toEqual([round, []]);
        writeFileSync(file, before);
      }
    } finally {
      await renderer.close();
    }
    // Most changes break something, and that is told.
    expect(told).toBeGreaterThan(ROUNDS / 3);
    expect(Object.keys(Object.prototype)).toEqual([]);
  },
);
