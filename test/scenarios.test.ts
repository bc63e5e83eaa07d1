/**
 * Each folder of `test/scenarios/` is a case: `project/` is read and checked with the real source
 * types, and what is said about it must be `expected/diagnostics.txt`. A missing file is written,
 * except in CI, for its author to read.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Diagnostic } from "../src/contract/diagnostic.js";
import { loadProject } from "../src/project/load-project.js";
import { readPlugin } from "../src/sources/plugins.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";

const folder = join(dirname(fileURLToPath(import.meta.url)), "scenarios");
const scenarios = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test.each(scenarios)("%s: everything that is wrong is told, once, at its place", async (name) => {
  const project = await loadProject({
    directory: join(folder, name, "project"),
    processEnv: {},
    now: new Date("2025-01-01T00:00:00Z"),
    sourceTypes: SOURCE_TYPES,
    readPlugin,
  });
  const lines = project.diagnostics.flatMap(format).join("\n");
  expectFile(join(folder, name, "expected", "diagnostics.txt"), lines === "" ? "" : `${lines}\n`);
});

function expectFile(path: string, content: string): void {
  if (!existsSync(path) && process.env["CI"] === undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  expect(content).toBe(readFileSync(path, "utf8"));
}

/** `file:line:column severity code: message`, and the hint and related places below it. */
function format({ at, severity, code, message, hint, related = [] }: Diagnostic): string[] {
  const place = (range: Diagnostic["at"]): string =>
    range ? `${range.file}:${range.start.line}:${range.start.column}` : "-";
  return [
    `${place(at)} ${severity} ${code}: ${message}`,
    ...(at?.note === undefined ? [] : [`    ${at.note}`]),
    ...related.map((other) => `    ${place(other.at)} ${other.message}`),
    ...(hint === undefined ? [] : [`    hint: ${hint}`]),
  ];
}
