import { expect, test } from "vitest";
import type { Diagnostic } from "../../../contract/diagnostic.js";
import { EnvValue } from "../../env-value.js";
import type { ParsedFile, YamlNode } from "../../yaml-node.js";
import { createEnvironment } from "../environment.js";
import { locateDirectly } from "../positions.js";
import { readQuickly } from "./quick-reader.js";
import { ScalarReader, type ScalarContext } from "./scalar-reader.js";
import { parseWholly } from "./whole-parser.js";

const CONTEXT: ScalarContext = {
  compat: false,
  environment: createEnvironment("default", {}),
  calls: [],
};

const PROJECTS = [
  `name: p
# a comment
sources:
  - name: db   # another
    type: sqlite
    port: 12

  - name: 'it''s'
    x: "a\\"b\\n\\u00e9"
models:
- name: m
  sql: |
    select *
      from t

    where x = '#'
  args: [a, "b", 'c', {d: 1, e: [x y, z]}]
-
  name: n
  d: >-
    folded text
    more

    another paragraph
  e:
  f: ~
`,
  `a:
  - - 1
    - 2
  - b: c
    d: ?{ sum(x) }
    e: \${env.X}
  - plain
    continued
  -
b: {a: 1, "b": two words, c: [], d: {}}
c: http://x.y/z#frag
d: a:b
"q k": v
'r': "s"
`,
  `k:
    deep: 1
    l:
    - 1
    -   a: b
        c: d
m: |-
  x


n: >
  a
  b

  c
z: [
  1,
  2
  ]
o: -1
p: .5
`,
];

const PIECES =
  `␣|␣␣|⏎|⏎⏎|:|:␣|␣:|-|-␣|#|␣#|"|'|[|]|{|}|,|¦|>|¦-⏎␣␣|a|b:␣c|⏎␣␣|?␣|&a␣|*a|!t␣|---⏎|...⏎|\\|%|@|~|null|<<:␣|¦2|>+|é😀|\u2028|\u00a0|\u0085`
    .split("|")
    .map((piece) => piece.replaceAll("␣", " ").replaceAll("⏎", "\n").replaceAll("¦", "|"));

function fileOf(text: string): ParsedFile {
  return { file: "f.yml", directory: "/", text, locate: locateDirectly("f.yml", text) };
}

function quick(text: string): { tree: unknown; diagnostics: Diagnostic[] } | undefined {
  const file = fileOf(text);
  const diagnostics: Diagnostic[] = [];
  const node = readQuickly(file, text, new ScalarReader(file, CONTEXT, text, diagnostics));
  return node === undefined ? undefined : { tree: node && shapeOf(node), diagnostics };
}

function whole(text: string): { tree: unknown; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const node = parseWholly(fileOf(text), text, CONTEXT, diagnostics);
  return { tree: node ? shapeOf(node) : null, diagnostics };
}

/** Values and places of a tree. */
function shapeOf(node: YamlNode): unknown {
  const { kind, start, end } = node;
  switch (kind) {
    case "list":
      return [kind, start, end, node.items.map(shapeOf)];
    case "map":
      return [
        kind,
        start,
        end,
        node.entries.map(({ key, keyStart, keyEnd, value }) => [
          key,
          keyStart,
          keyEnd,
          shapeOf(value),
        ]),
      ];
    default:
      return [kind, start, end, node.value instanceof EnvValue ? node.value.parts : node.value];
  }
}

/** The same numbers in each run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function mutated(random: (below: number) => number): string {
  let text = PROJECTS[random(PROJECTS.length)] ?? "";
  if (random(2) === 0) {
    const lines = text.split("\n");
    const first = random(lines.length);
    text = lines
      .slice(first, first + 1 + random(6))
      .join("\n")
      .replace(/^ +/, "");
  }
  for (let changes = 1 + random(3); changes > 0; changes--) {
    const at = random(text.length + 1);
    const piece = random(3) === 0 ? "" : (PIECES[random(PIECES.length)] ?? "");
    text = text.slice(0, at) + piece + text.slice(at + random(3));
  }
  return text;
}

test("files as projects have them are read quickly, and as by the whole parser", () => {
  for (const text of PROJECTS) {
    expect(quick(text)).toBeDefined();
    expect(quick(text)).toEqual(whole(text));
  }
});

test("whatever is read quickly is read as by the whole parser", () => {
  const random = randomNumbers(20_260_301);
  let compared = 0;
  for (let i = 0; i < 6000; i++) {
    const text = mutated(random);
    const result = quick(text);
    if (!result) continue;
    compared++;
    const expected = whole(text);
    if (JSON.stringify(result) !== JSON.stringify(expected))
      expect({ text, ...result }).toEqual({ text, ...expected });
  }
  expect(compared).toBeGreaterThan(500);
});

const LEFT_TO_THE_WHOLE_PARSER = [
  "a: &x 1\nb: *x\n",
  "a: 1\na: 2\n",
  "a:\n\t- b\n",
  "a: 1\r\nb: 2\r\n",
  "a: !!str 1\n",
  "--- \na: 1\n",
  "a: 'x\n  y'\n",
  "a: [1, # c\n 2]\n",
  "? a\n: b\n",
  "a: b: c\n",
  "a: |2\n   x\n",
  "just text\n",
];

test("what is rare or wrong is left to the whole parser", () => {
  for (const text of LEFT_TO_THE_WHOLE_PARSER)
    expect([text, quick(text)]).toEqual([text, undefined]);
});
