/** Files as spreadsheets and scripts write them: UTF-16, lines with several ends, `sep=;`. */
import { appendFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { openSource, readColumns, temporaryFile, toldBy } from "../../../test/support/source.js";

async function readText(content: string | Uint8Array, fields: Record<string, unknown> = {}) {
  const file = await temporaryFile("shop.csv", content);
  return readColumns(await openSource("csv", { file, ...fields }));
}

function utf16(text: string, order: "le" | "be"): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}

test("UTF-16 is read in both orders, with and without its mark, beyond 16 bits too", async () => {
  const expected = { "id int64": [1, 2], "name text": ["é😀", "a\r\nb"] };
  const text = 'id\tname\r\n1\té😀\r\n2\t"a\r\nb"\r\n';
  for (const order of ["le", "be"] as const) {
    for (const mark of ["\uFEFF", ""]) {
      const read = await readText(utf16(mark + text, order), { encoding: "utf-16" });
      expect(read).toEqual(expected);
    }
  }
  const half = Buffer.from("a\r\n\ud83d\r\n", "utf16le");
  expect(await toldBy(readText(half, { encoding: "utf-16" }))).toMatch(
    /^csv-malformed: .* it is not utf-16le text\./,
  );
});

test("UTF-16 that is not declared is told, with its mark and without", async () => {
  for (const bytes of [utf16("\uFEFFid\r\n1\r\n", "le"), utf16("id\r\n1\r\n", "be")]) {
    expect(await toldBy(readText(bytes))).toMatch(
      /^csv-encoding-wrong: `.*shop\.csv` is not utf-8 text\. \(It is UTF-16, .*: set `encoding: utf-16`\.\)$/,
    );
  }
  expect(await toldBy(readText("a\0,b\n1,2\n"))).toMatch(
    /^csv-malformed: .* it holds zero bytes, which no text has\./,
  );
});

test("lines may end in several ways, and what is between quotes stays as it is", async () => {
  const expected = { "id int64": [1, 2], "name text": ["a", 'b\r\n"c"'] };
  for (const text of [
    'id,name\r\n1,a\n2,"b\r\n""c"""\r\n',
    'id,name\n1,a\r\n2,"b\r\n""c"""\n',
    'id,name\r1,a\n2,"b\r\n""c"""',
  ]) {
    expect(await readText(text)).toEqual(expected);
  }
  // DuckDB takes the first line break of the file for the end of its lines.
  expect(await readText('"unit\nprice",b\r\n1,x\r\n2,y\r\n')).toEqual({
    "unit\nprice int64": [1, 2],
    "b text": ["x", "y"],
  });
});

test("a line that ends otherwise far behind the beginning is read too", async () => {
  const lines = Array.from({ length: 200_000 }, (_, row) => `${row},x\n`).join("");
  const file = await temporaryFile("shop.csv", `id,name\n${lines}200000,"y"\r\n`);
  const source = await openSource("csv", { file });
  const sql = "SELECT count(*) AS n, max(id) AS last, max(name) AS name FROM shop";
  expect(await readColumns(source, sql)).toEqual({
    "n int64": [200_001],
    "last int64": [200_000],
    "name text": ["y"],
  });
});

test("files of a pattern may end their lines in different ways", async () => {
  const first = await temporaryFile("a.csv", "id,name\r\n1,a\r\n");
  await writeFile(join(dirname(first), "b.csv"), "id,name\n2,b\n");
  const source = await openSource("csv", { file: join(dirname(first), "*.csv") });
  expect(await readColumns(source)).toEqual({ "id int64": [1, 2], "name text": ["a", "b"] });
});

test("what lines of several ends cannot explain is told as it was", async () => {
  expect(await toldBy(readText('a,b\r\n1,"x\n2,y\r\n'))).toMatch(
    /^csv-malformed: .* line 2: Value with unterminated quote found\./,
  );
  expect(await toldBy(readText("a,b\n1,2,3\n"))).toMatch(/Expected Number of Columns: 2 Found: 3/);
});

test("a return that is no line's end is told with the file's own name", async () => {
  const file = await temporaryFile("shop.csv", "a,b\n1,x\ry\n2,z\n");
  expect(await toldBy(openSource("csv", { file }).then(readColumns))).toBe(
    `csv-malformed: \`${file}\` is not as its first lines promise: line 3: Expected Number of Columns: 2 Found: 1 (It has \`\\n\` and \`\\r\`: outside of quotes each of them ends a line.)`,
  );
  // Types that are given leave the mistake to the query.
  const columns = { a: "text", b: "text" };
  const told = await toldBy(openSource("csv", { file, columns }).then(readColumns));
  expect(told).toContain(`csv-malformed: \`${file}\` is not as`);
});

test("the line in which Excel tells the delimiter is none of the table", async () => {
  const expected = { "a int64": [1], "b text": ["x,y"] };
  expect(await readText("sep=;\na;b\n1;x,y\n")).toEqual(expected);
  expect(await readText('\uFEFF"sep=;"\r\na;b\r\n1;x,y\r\n')).toEqual(expected);
  expect(await readText("sep=\t\na\tb\n1\tx,y\n", { delimiter: "\t" })).toEqual(expected);
  expect(await readText("sep=,b\n1,2\n")).toEqual({ "sep= int64": [1], "b int64": [2] });
});

test("a line may be as long as `max_line_bytes` says, and is not shown whole", async () => {
  const long = "x".repeat(2_000_000);
  const refused = await toldBy(readText(`a,b\n1,${long}\n`));
  expect(refused).toMatch(/line 2: Maximum line size of 2000000 bytes exceeded/);
  expect(refused).toContain("(Raise `max_line_bytes` of the source");
  expect(await readText(`a,b\n1,${long}\n`, { max_line_bytes: 3_000_000 })).toEqual({
    "a int64": [1],
    "b text": [long],
  });
});

test("a file that changes while some of its rows are taken is told to have changed", async () => {
  const lines = Array.from({ length: 20_000 }, (_, row) => `${row},x\n`).join("");
  const file = await temporaryFile("shop.csv", `id,name\n${lines}`);
  const source = await openSource("csv", { file });
  async function first(between: () => Promise<void>) {
    const { signal } = new AbortController();
    for await (const batch of (await source.stream("SELECT * FROM shop", { signal })).batches) {
      await between();
      return batch.rows > 0;
    }
    return false;
  }
  expect(await first(() => Promise.resolve())).toBe(true);
  const told = await toldBy(first(() => appendFile(file, "20000,x\n")));
  expect(told).toMatch(/^file-changed: /);
  // What is read next is a copy, which nobody changes.
  expect(await first(() => appendFile(file, "20001,x\n"))).toBe(true);
});
