/**
 * Cells that the reader of workbooks leaves out: errors of formulas, and formulas that were never calculated. They are
 * looked for in the workbook's own XML, since a value that is missing must be told.
 */
import { readFile } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";

export interface FaultyCells {
  readonly sheet: string;
  /** How many, and the first of them. */
  readonly count: number;
  readonly cell: string;
  /** `the error #DIV/0!`. */
  readonly what: string;
}

/** By sheet; sheets without such cells are left out. The file is a workbook that could be read. */
export async function findFaultyCells(file: string): Promise<FaultyCells[]> {
  const archive = await readFile(file);
  const parts = partsOf(archive);
  const text = (path: string) => partText(archive, parts.get(path)).toString("utf8");
  const targets = new Map(
    tags(text("xl/_rels/workbook.xml.rels"), "Relationship").map((tag) => [
      attribute(tag, "Id"),
      attribute(tag, "Target"),
    ]),
  );
  return tags(text("xl/workbook.xml"), "sheet").flatMap((tag) => {
    const target = targets.get(attribute(tag, "id"));
    if (target === undefined) return [];
    const path = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
    return faultsIn(text(path), unescaped(attribute(tag, "name")));
  });
}

function faultsIn(xml: string, sheet: string): FaultyCells[] {
  let first: { readonly cell: string; readonly what: string } | undefined;
  let count = 0;
  for (const [, head = "", body = ""] of xml.matchAll(/<c\b([^>]*[^/>])>([\s\S]*?)<\/c>/g)) {
    const what = faultOf(head, body);
    if (what === undefined) continue;
    count += 1;
    first ??= { cell: attribute(head, "r"), what };
  }
  return first ? [{ sheet, count, ...first }] : [];
}

function faultOf(head: string, body: string): string | undefined {
  const value = /<v>([^<]*)<\/v>/.exec(body)?.[1];
  if (attribute(head, "t") === "e") return `the error ${unescaped(value ?? "")}`;
  return value === undefined && /<f\b/.test(body) && !/<v\s*\/>|<is>/.test(body)
    ? "a formula that was never calculated"
    : undefined;
}

function tags(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\b([^>]*)>`, "g"))].map(
    ([, inner = ""]) => inner,
  );
}

/** Whatever its namespace; empty when it is missing. */
function attribute(tag: string, name: string): string {
  return new RegExp(`(?:^|[\\s:])${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}

/** Where a part of the archive lies, as its central directory says. */
interface Part {
  readonly method: number;
  readonly size: number;
  readonly offset: number;
}

const DIRECTORY_END = Buffer.from("PK\u0005\u0006");
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;

function partsOf(archive: Buffer): Map<string, Part> {
  const parts = new Map<string, Part>();
  const end = archive.lastIndexOf(DIRECTORY_END);
  if (end < 0) return parts;
  let at = archive.readUInt32LE(end + 16);
  while (at + 46 <= end && archive.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    parts.set(archive.toString("utf8", at + 46, nameEnd), {
      method: archive.readUInt16LE(at + 10),
      size: archive.readUInt32LE(at + 20),
      offset: archive.readUInt32LE(at + 42),
    });
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return parts;
}

function partText(archive: Buffer, part: Part | undefined): Buffer {
  if (!part) return Buffer.alloc(0);
  const { offset, size, method } = part;
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const data = archive.subarray(start, start + size);
  return method === STORED ? data : inflateRawSync(data);
}
