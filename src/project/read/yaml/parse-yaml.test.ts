import { expect, test } from "vitest";
import type { Diagnostic } from "../../../contract/diagnostic.js";
import type { ParsedFile } from "../../yaml-node.js";
import { createEnvironment } from "../environment.js";
import { locateDirectly } from "../positions.js";
import { parseYaml } from "./parse-yaml.js";

/** `code line:column message` of each diagnostic. */
async function mistakesOf(yaml: string): Promise<string[]> {
  const file: ParsedFile = {
    file: "f.yml",
    directory: "/",
    text: yaml,
    locate: locateDirectly("f.yml", yaml),
  };
  const environment = createEnvironment("default", {});
  const diagnostics: Diagnostic[] = [];
  await parseYaml(file, yaml, { compat: false, environment, calls: [] }, diagnostics);
  return diagnostics.map(
    ({ code, at, message }) => `${code} ${at?.start.line}:${at?.start.column} ${message}`,
  );
}

const MISTAKES: Record<string, { yaml: string; says: string }> = {
  "a duplicate key": {
    yaml: "a: 1\nb: 2\na: 3\n",
    says: "yaml-duplicate-key 3:1 The key `a` is written twice in this mapping.",
  },
  "an unclosed quotation mark": {
    yaml: "a: 1\nb: 'x\nc: 2\n",
    says: "yaml-syntax 2:4 This is not valid YAML: the quotation mark is not closed.",
  },
  "an unclosed bracket": {
    yaml: "a: 1\nb: [1, 2\nc: 2\n",
    says: "yaml-syntax 2:4 This is not valid YAML: this bracket is not closed.",
  },
  "a colon in a value": {
    yaml: "a: 1\ntitle: Sales: all\n",
    says: "yaml-syntax 2:8 This is not valid YAML: a second `: ` stands in one line, outside quotation marks.",
  },
  "a value with lines below it": {
    yaml: "a: 1\n  b: 2\n",
    says: "yaml-syntax 1:4 This is not valid YAML: the lines below are indented as if they belonged to this value.",
  },
  "uneven indentation": {
    yaml: "a:\n  b: 1\n c: 2\n",
    says: "yaml-syntax 3:2 This is not valid YAML: keys of one mapping must stand in one column.",
  },
  "a missing colon": {
    yaml: "a: 1\nb\nc: 2\n",
    says: "yaml-syntax 2:1 This is not valid YAML: a `:` is missing after this key.",
  },
  "a test's expression without quotation marks": {
    yaml: "a: 1\nb: >{ 1 > 0 }\n",
    says: "yaml-syntax 2:4 This is not valid YAML: `>{ … }` stands outside quotation marks.",
  },
  "a tab": {
    yaml: "a:\n\tb: 1\n",
    says: "yaml-tab 2:1 This line is indented with a tab, which YAML does not allow.",
  },
  "an unknown alias": {
    yaml: "a: &one 1\nb: *two\n",
    says: "yaml-unknown-alias 2:4 No anchor `&two` is written above this alias.",
  },
  "an alias inside its anchor": {
    yaml: "a: &x\n  b: *x\n",
    says: "yaml-alias-in-itself 2:6 The alias `*x` stands inside its own anchor.",
  },
  "a tag": {
    yaml: "a: 1\nb: !!python/object x\n",
    says: "yaml-tag 2:4 This YAML tag is not supported.",
  },
  "a key that is a list": {
    yaml: "a: 1\n? [b]\n: 1\n",
    says: "yaml-key-not-text 2:3 A key must be text.",
  },
  "a merge of text": {
    yaml: "a:\n  <<: x\n",
    says: "yaml-merge-invalid 2:7 Only mappings can be merged with `<<`.",
  },
  "a second document": {
    yaml: "a: 1\n---\nb: 2\n",
    says: "yaml-several-documents 2:1 A second YAML document begins here; a project file holds one.",
  },
  "nesting without end": {
    yaml: `a: 1\nb: ${"[".repeat(2000)}`,
    says: "yaml-too-large 2:67 Values are nested more than 64 levels deep here.",
  },
  "too many aliases": {
    yaml: `a: &a 1\nb: [${"*a ,".repeat(1001)}]\n`,
    says: "yaml-too-large 2:5 This file holds more than 1,000 aliases.",
  },
  "a bomb of aliases": {
    yaml: `a0: &a0 [x]\n${Array.from({ length: 8 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]\n`).join("")}`,
    says: "yaml-too-large 7:9 This file holds more than 1,000,000 values, aliases counted with all that they stand for.",
  },
};

for (const [name, { yaml, says }] of Object.entries(MISTAKES)) {
  test(`${name} is one clear error`, async () => {
    expect(await mistakesOf(yaml)).toEqual([says]);
  });
}

test("several errors of one file are reported together", async () => {
  expect(await mistakesOf('a: @x\nb: "\\q"\nc: 1\nc: 2\n')).toHaveLength(2);
  expect(await mistakesOf("a: 1\na: 2\nb: *x\n")).toHaveLength(2);
});

test("the same deeply nested file can be read twice", async () => {
  const yaml = `a: ${"{a: ".repeat(5000)}`;
  for (let i = 0; i < 2; i++) expect(await mistakesOf(yaml)).toHaveLength(1);
});
