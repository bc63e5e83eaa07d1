/**
 * What DuckDB's patterns mean on a real tree. It is asked, so the table only shows where the guide
 * must say something, and tells when another version of DuckDB means something else.
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pathPattern, pathPatternFault } from "../disk/path-pattern.js";
import { DuckDbDatabase } from "./database.js";
import { findFilesHere } from "./find-files.js";
import { fileLiteral } from "./quote.js";

const FILES = [
  "a.csv",
  "B.csv",
  "^.csv",
  "é.csv",
  ".hidden.csv",
  "{a,b}.csv",
  "report [final].csv",
  "report f.csv",
  "x*.csv",
  "xy.csv",
  "sub/a.csv",
  "sub/.git/a.csv",
  "[w]/a.csv",
  "w/a.csv",
  "folder.csv/in.txt",
];

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater [duckdb] "));
  for (const file of FILES) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), `name\n${file}\n`);
  }
  await symlink(join(root, "sub"), join(root, "linked"));
  await symlink(join(root, "a.csv"), join(root, "link.csv"));
});

afterAll(() => rm(root, { recursive: true }));

test.each([
  ["[a-c].csv", ["a.csv"]],
  ["[!a].csv", ["B.csv", "^.csv"]],
  // A `^` does not negate.
  ["[^a].csv", ["^.csv", "a.csv"]],
  // Classes and `?` are about bytes.
  ["?.csv", ["B.csv", "^.csv", "a.csv"]],
  ["[é].csv", []],
  ["[z-a].csv", []],
  ["[a-].csv", []],
  ["*.CSV", []],
  ["r*", ["report [final].csv", "report f.csv"]],
  ["x[*].csv", ["x*.csv"]],
  ["x\\*.csv", []],
  [".*", [".hidden.csv"]],
  ["*d*.csv", [".hidden.csv"]],
  ["l*.csv", ["link.csv"]],
  ["*/a.csv", ["[w]/a.csv", "linked/a.csv", "sub/a.csv", "w/a.csv"]],
  ["s*/**", ["sub/.git/a.csv", "sub/a.csv"]],
  ["**/a.csv", ["[w]/a.csv", "a.csv", "sub/.git/a.csv", "sub/a.csv", "w/a.csv"]],
  // Folders that are there by the name are meant.
  ["[w]/*.csv", ["[w]/a.csv"]],
])("%s", async (path, files) => {
  const pattern = pathPattern(join(root, path), "duckdb");
  const found = pattern ? await findFilesHere(pattern) : undefined;
  expect(found?.map((file) => file.slice(root.length + 1))).toEqual(files);
});

test("what DuckDB refuses is a fault of the pattern", async () => {
  const path = join(root, "**/x/**");
  const pattern = pathPattern(path, "duckdb");
  await expect(pattern && findFilesHere(pattern)).rejects.toThrow("multiple '**'");
  expect(pathPatternFault(path, "duckdb")).toBe("folders-twice");
});

test("a file is read by its name, whatever another one would match of it", async () => {
  const database = await DuckDbDatabase.open({ directories: [root] });
  const connection = await database.connect();
  try {
    for (const file of FILES.filter((name) => name.endsWith(".csv"))) {
      const rows = await connection.rows(
        `SELECT name FROM read_csv(${fileLiteral(join(root, file))}, delim = ';', header = true)`,
      );
      expect(rows).toEqual([[file]]);
    }
  } finally {
    connection.close();
    database.close();
  }
});
