import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { globFiles } from "./glob-files.js";
import { globMatcher } from "./glob-matcher.js";
import { pathPattern, pathPatternFault, type PathGrammar } from "./path-pattern.js";

const FILES = [
  "a.csv",
  "b.csv",
  "B.csv",
  "!.csv",
  "é.csv",
  ".hidden.csv",
  "{a,b}.txt",
  "a.txt",
  "orders (1).csv",
  "orders 1.csv",
  "report [final].csv",
  "report f.csv",
  '"q".csv',
  "2023.md",
  "2024.md",
  "2031.md",
  "08.log",
  "9.log",
  "09.log",
  "10.log",
  "sub/a.csv",
  "sub/deep/a.csv",
  "sub/.git/a.csv",
  "[w]/a.csv",
  "w/a.csv",
  "nl\n.tsv",
  "folder.csv/in.csv",
];

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-patterns-"));
  for (const file of FILES) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), "");
  }
  await symlink(join(root, "sub"), join(root, "linked"));
  await symlink(join(root, "a.csv"), join(root, "link.csv"));
  await symlink(join(root, "nowhere"), join(root, "broken.csv"));
});

afterAll(() => rm(root, { recursive: true }));

/** What a pattern below the root stands for; a text is the path of one file. */
async function filesOf(path: string): Promise<string[] | string> {
  const pattern = pathPattern(join(root, path), "glob");
  if (!pattern) return path;
  return (await globFiles(pattern)).map((file) => file.slice(root.length + 1));
}

test.each([
  // Braces, of which DuckDB knows nothing.
  ["{a,b}.csv", ["a.csv", "b.csv"]],
  ["{sub/deep,w}/*.csv", ["sub/deep/a.csv", "w/a.csv"]],
  ["{a,{b,é}}.csv", ["a.csv", "b.csv", "é.csv"]],
  ["*.{md,log}", ["08.log", "09.log", "10.log", "2023.md", "2024.md", "2031.md", "9.log"]],
  // picomatch by itself takes `{2022..2024}` for one character of `2`, `0`, `4` and `.`.
  ["{2022..2024}.md", ["2023.md", "2024.md"]],
  ["{08..10}.log", ["08.log", "09.log", "10.log"]],
  ["{10..8..2}.log", ["10.log"]],
  ["{a..c}.csv", ["a.csv", "b.csv"]],
  // picomatch by itself reads `[!a]` as one of `!` and `a`.
  ["[!a].csv", ["!.csv", "B.csv", "b.csv", "é.csv"]],
  ["[^a].csv", ["!.csv", "B.csv", "b.csv", "é.csv"]],
  ["[[:upper:]].csv", ["B.csv"]],
  ["?.csv", ["!.csv", "B.csv", "a.csv", "b.csv", "é.csv"]],
  ["!a.csv", "!a.csv"],
  // Parentheses and quotes are part of names.
  ["orders (1)*", ["orders (1).csv"]],
  ['"*".csv', ['"q".csv']],
  ["@(a|b)*", []],
  // Folders.
  ["*/a.csv", ["[w]/a.csv", "linked/a.csv", "sub/a.csv", "w/a.csv"]],
  ["**/a.csv", ["[w]/a.csv", "a.csv", "sub/a.csv", "sub/deep/a.csv", "w/a.csv"]],
  ["sub/**", ["sub/a.csv", "sub/deep/a.csv"]],
  ["linked/**", ["linked/a.csv", "linked/deep/a.csv"]],
  ["*/**/deep/*", ["linked/deep/a.csv", "sub/deep/a.csv"]],
  ["*.tsv", ["nl\n.tsv"]],
  ["l*.csv", ["link.csv"]],
  ["b*.csv", ["b.csv"]],
  ["f*.csv", []],
  ["nowhere/*.csv", []],
  // Names that begin with a dot; picomatch by itself finds one with `{*,b}`.
  [".*.csv", [".hidden.csv"]],
  ["{*,b}.csv", expect.not.arrayContaining([".hidden.csv"])],
  ["sub/.git/*", ["sub/.git/a.csv"]],
  // A name that is there is meant, with or without what it would match as a pattern.
  ["report [final].csv", "report [final].csv"],
  ["{a,b}.txt", "{a,b}.txt"],
  ["[w]/a.csv", "[w]/a.csv"],
  ["[w]/*.csv", ["[w]/a.csv"]],
  ["report [fgh].csv", ["report f.csv"]],
  ["report \\[final\\]*", ["report [final].csv"]],
  ["gone [final].csv", []],
  ["gone.csv", "gone.csv"],
])("%s", async (path, files) => {
  expect(await filesOf(path)).toEqual(files);
});

test("a folder that is named like a pattern is no part of one", () => {
  expect(pathPattern(join(root, "[w]", "*.csv"), "duckdb")).toEqual({
    folder: join(root, "[w]"),
    pattern: "*.csv",
  });
  expect(pathPattern(join(root, "[v]", "*.csv"), "duckdb")).toEqual({
    folder: root,
    pattern: "[v]/*.csv",
  });
  expect(pathPattern(join(root, "{a,b}.json"), "duckdb")).toBeUndefined();
  expect(pathPattern("/*.csv", "glob")).toEqual({ folder: "/", pattern: "*.csv" });
});

test("an exclusion without a slash counts in every folder", () => {
  const [names, paths] = ["draft*.{yml,yaml}", "old/**"].map((pattern) =>
    globMatcher(pattern, { inEveryFolder: true }),
  );
  expect(["draft.yml", "a/b/draft-2.yaml", "a/draft/b.yml"].map((path) => names?.(path))).toEqual([
    true,
    true,
    false,
  ]);
  expect(["old/a.yml", "old/b/c.yml", "a/old/b.yml"].map((path) => paths?.(path))).toEqual([
    true,
    true,
    false,
  ]);
});

test.each<[PathGrammar, string, string | undefined]>([
  ["glob", "[z-a].csv", "range-backwards"],
  ["glob", "[a-Z].csv", "range-backwards"],
  ["glob", "[abc.csv", "unclosed"],
  ["glob", "{a,b.csv", "unclosed"],
  ["glob", "a].csv", undefined],
  ["glob", "[a-].csv", undefined],
  ["glob", "**/x/**", undefined],
  ["glob", "{1..99999}.csv", "unreadable"],
  ["glob", "report [final].csv", undefined],
  ["duckdb", "[z-a].csv", "range-backwards"],
  ["duckdb", "[a-cz-x].csv", "range-backwards"],
  ["duckdb", "[a-].csv", "range-open"],
  ["duckdb", "[!a-].csv", "range-open"],
  ["duckdb", "[-a].csv", undefined],
  ["duckdb", "[]-a].csv", undefined],
  ["duckdb", "[abc*.csv", "unclosed"],
  ["duckdb", "[!]*.csv", "unclosed"],
  ["duckdb", "[abc.csv", undefined],
  ["duckdb", "**/x/**", "folders-twice"],
  ["duckdb", "a**/b**", undefined],
])("%s: %s is %s", (grammar, path, fault) => {
  expect(pathPatternFault(join(root, path), grammar)).toBe(fault);
});
