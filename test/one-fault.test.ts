/**
 * Each project of `test/one-fault/` has one fault: one diagnostic tells it, at its exact place, in
 * words that help.
 */
import { afterAll, describe, expect, test } from "vitest";
import type { Diagnostic } from "../src/contract/diagnostic.js";
import { diagnosticCatalogue } from "../src/diagnostics/catalogue/index.js";
import { loadProject } from "../src/project/load-project.js";
import { createRenderer } from "../src/project/read/jinja/renderer.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { FAULT_CASES, unmarked, WORLD, type FaultCase } from "./support/one-fault.js";
import { writeProject } from "./support/project.js";

const renderer = createRenderer();
afterAll(() => renderer.close());

async function diagnosticsOf(
  files: Record<string, string>,
  { env }: FaultCase,
): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await loadProject({
    directory: await writeProject(files),
    processEnv: { PATH: process.env["PATH"], ...env },
    now: new Date("2025-01-01T00:00:00Z"),
    sourceTypes: SOURCE_TYPES,
    renderer,
  });
  return diagnostics;
}

/** The root file in which `world.yml` and the project's own texts come together. */
function withWorld({ alone, files }: FaultCase): ReadonlyMap<string, string> {
  const [root] = files.keys();
  if (alone || root === undefined) return files;
  const text = files.get(root) ?? "";
  return new Map([
    ...files,
    [root, text.includes("world.yml") ? text : withWorldIncluded(text)],
    ["world.yml", WORLD],
  ]);
}

function withWorldIncluded(text: string): string {
  return text.startsWith("includes: [")
    ? text.replace("includes: [", "includes: [world.yml, ")
    : `includes: [world.yml]\n${text}`;
}

async function expectFault(
  files: ReadonlyMap<string, string>,
  fault: FaultCase,
  exactly = true,
): Promise<void> {
  const plain = unmarked(files);
  const diagnostics = await diagnosticsOf(plain.files, fault);
  const told = diagnostics.map(({ code, at }) => ({
    code,
    ...(at && { at: { file: at.file, start: at.start, end: at.end } }),
  }));
  expect(told, JSON.stringify(diagnostics, undefined, 1)).toEqual([
    { code: fault.code, ...(plain.at && { at: plain.at }) },
  ]);
  if (!exactly) return;
  const [{ message, hint } = { message: "" }] = diagnostics;
  const said = `${message} ${hint ?? ""}`;
  for (const word of fault.words) expect(said).toContain(word);
}

/** A way of writing the same project in which the fault is the same. */
type Variation = (fault: FaultCase) => ReadonlyMap<string, string>;

const inRoot =
  (change: (text: string) => string): Variation =>
  (fault) => {
    const [root = "", text = ""] = [...fault.files][0] ?? [];
    return withWorld({ ...fault, files: new Map([...fault.files, [root, change(text)]]) });
  };

const VARIATIONS: Readonly<Record<string, Variation>> = {
  "with the line ends of Windows": (fault) =>
    new Map([...withWorld(fault)].map(([file, text]) => [file, text.replaceAll("\n", "\r\n")])),
  "behind comments": inRoot(
    (text) => `# one\n\n# two: [ { " '\n${text.replaceAll(/:\n/g, ": # three\n")}`,
  ),
  "behind a loop": inRoot(
    (text) => `# {% for n in range(3) %}\n# {{ n }} of\n#   many\n# {% endfor %}\n${text}`,
  ),
  "inside a loop": inRoot((text) => `# {% for once in [1] %}\n${text}# {% endfor %}\n`),
  "in an included file": (fault) => {
    const [root = "", text = ""] = [...fault.files][0] ?? [];
    const files = new Map([
      [root, "includes: [part/faulty.yml]\n"],
      ["part/faulty.yml", text],
    ]);
    return withWorld({ ...fault, files: new Map([...files, ...[...fault.files].slice(1)]) });
  },
};

/** Every fourth of the cases whose place and code do not hang on where they are written. */
const MOVABLE = FAULT_CASES.filter(
  ({ still, alone, files, env }) =>
    !still && !alone && files.size === 1 && Object.keys(env).length === 0,
).filter((_, index) => index % 4 === 0);

describe.each(Object.entries(VARIATIONS))("%s", (_, variation) => {
  test.each(MOVABLE.map((fault) => [fault.title, fault] as const))("%s", (_, fault) =>
    expectFault(variation(fault), fault, false),
  );
});

test("there are enough projects, all different and all of known codes", () => {
  const titles = FAULT_CASES.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.length).toBeGreaterThanOrEqual(150);
  for (const { code } of FAULT_CASES) expect(Object.keys(diagnosticCatalogue())).toContain(code);
});

describe("one fault, one diagnostic at its place", () => {
  test.each(FAULT_CASES.map((fault) => [fault.title, fault] as const))("%s", (_, fault) =>
    expectFault(withWorld(fault), fault),
  );
});
