import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { copySettled, type RecordEnd } from "./settled-copy.js";

const folder = mkdtempSync(join(tmpdir(), "settled-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

async function copied(content: string | Buffer, end: RecordEnd): Promise<Buffer> {
  const [from, to] = [`a${files}`, `b${files++}`].map((name) => join(folder, name));
  if (from === undefined || to === undefined) throw new Error("No name");
  writeFileSync(from, content);
  await copySettled(from, to, end);
  return readFileSync(to);
}

const csv = { kind: "csv", delimiter: "," } as const;

test.each([
  ["a\n1\n", "a\n1\n"],
  ["a\n1\n23", "a\n1\n"],
  ["a\r\n1\r\n2\r", "a\r\n1\r\n"],
  ["a\r1\r23", "a\r1\r"],
  ['a,b\n1,"x\ny"\n2,"half\nof it', 'a,b\n1,"x\ny"\n'],
  ['a,b\n1,"x ""\n"""\n2', 'a,b\n1,"x ""\n"""\n'],
  ['a,b\n1,5" pipe\n2,6" pi', 'a,b\n1,5" pipe\n'],
  ["half a head", ""],
  ["", ""],
])("of CSV %j the whole records are %j", async (text, kept) => {
  expect(String(await copied(text, csv))).toBe(kept);
});

test("lines may be longer than what is read at once", async () => {
  const line = "x".repeat(3_000_000);
  expect((await copied(`a\n${line}`, { kind: "line" })).length).toBe(2);
  expect((await copied(`${line}\nhalf`, { kind: "line" })).length).toBe(line.length + 1);
  expect((await copied(`a\n"${line}\n`, csv)).length).toBe(2);
});

test("text of two bytes a character ends with a line end of two bytes", async () => {
  const wide = (text: string) => Buffer.from(text, "utf16le");
  // ਊ has the bytes of two line ends.
  expect(await copied(wide("a\nਊ\nਊ2"), { kind: "wide" })).toEqual(wide("a\nਊ\n"));
  expect(await copied(wide("a\n1\n").subarray(0, 7), { kind: "wide" })).toEqual(wide("a\n"));
  const other = wide("a\n1\n2").swap16();
  expect(await copied(other, { kind: "wide" })).toEqual(other.subarray(0, 8));
});

test("what has no records is copied as it is", async () => {
  expect(String(await copied("PAR1 half", { kind: "whole" }))).toBe("PAR1 half");
});

test("a file that is cut while it is copied is an error: no state of it can be had", async () => {
  const [from, to] = [join(folder, "cut"), join(folder, "copy")];
  writeFileSync(from, "");
  truncateSync(from, 256 * 1024 * 1024);
  const copying = copySettled(from, to, { kind: "whole" });
  copying.catch(() => undefined);
  await vi.waitUntil(() => existsSync(to) && statSync(to).size > 0, { interval: 1 });
  truncateSync(from, 10);
  await expect(copying).rejects.toMatchObject({ diagnostic: { code: "file-changed" } });
});
