/** What a file is by its first bytes, where they leave no doubt. */
import { isUtf8 } from "node:buffer";
import { open, stat } from "node:fs/promises";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";

export interface FileKind {
  /** For people: `a SQLite database`. */
  readonly name: string;
  /** The type of source that reads it. */
  readonly type?: string;
  /** The next step where no type reads it. */
  readonly hint?: string;
}

const BYTES = 512;
const UNPACK = "Unpack it first.";
const WRITE_PARQUET = "Write it as Parquet.";

interface Mark extends FileKind {
  readonly at?: number;
  /** As latin-1. */
  readonly bytes: string | RegExp;
}

const MARKS: readonly Mark[] = [
  { name: "a SQLite database", type: "sqlite", bytes: "SQLite format 3\0" },
  { name: "a DuckDB database", type: "duckdb", at: 8, bytes: "DUCK" },
  { name: "a Parquet file", type: "parquet", bytes: "PAR1" },
  {
    name: "an encrypted Parquet file",
    bytes: "PARE",
    hint: "Headwater has no key for it: write it without encryption.",
  },
  {
    name: "an Excel workbook",
    type: "excel",
    bytes: /^PK\W\W[\s\S]*(?:\[Content_Types\]|xl\/|_rels)/,
  },
  { name: "a zip archive", bytes: "PK\x03\x04", hint: UNPACK },
  {
    name: "an old Excel workbook (.xls), or one with a password",
    bytes: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    hint: "Save it as `.xlsx`, without a password.",
  },
  { name: "packed with gzip", bytes: "\x1f\x8b", hint: UNPACK },
  { name: "packed with bzip2", bytes: /^BZh[1-9]/, hint: UNPACK },
  { name: "packed with Zstandard", bytes: "\x28\xb5\x2f\xfd", hint: UNPACK },
  { name: "packed with LZ4", bytes: "\x04\x22\x4d\x18", hint: UNPACK },
  { name: "a 7-Zip archive", bytes: "7z\xbc\xaf\x27\x1c", hint: UNPACK },
  { name: "a tar archive", at: 257, bytes: /^ustar[\0 ]/, hint: UNPACK },
  { name: "packed with xz", bytes: "\xfd7zXZ\0", hint: UNPACK },
  {
    name: "an Arrow file",
    bytes: "ARROW1",
    hint: "A script model reads it: `args: [cat, …]` with `format: arrow`.",
  },
  { name: "an ORC file", bytes: /^ORC[^]*\0/, hint: WRITE_PARQUET },
  { name: "an Avro file", bytes: "Obj\x01", hint: WRITE_PARQUET },
  { name: "a Feather file of version 1", bytes: /^FEA1[^]*\0/, hint: WRITE_PARQUET },
  { name: "a PDF", bytes: "%PDF-", hint: "Export the table that it shows as CSV." },
  {
    name: "a pointer of Git LFS",
    bytes: "version https://git-lfs.github.com/",
    hint: "`git lfs pull` fetches the file itself.",
  },
  {
    name: "a web page",
    bytes: /^\s*(?:<!doctype html|<html)/i,
    hint: "A download that needs a login ends so: fetch the file again.",
  },
];

/** Undefined for texts, for files that nothing is known of, and for those that cannot be read. */
export async function fileKind(file: string): Promise<FileKind | undefined> {
  const head = (await readStart(file))?.toString("latin1");
  if (head === undefined) return undefined;
  return MARKS.find(({ at = 0, bytes }) =>
    typeof bytes === "string" ? head.startsWith(bytes, at) : bytes.test(head.slice(at)),
  );
}

/** The same, and a text where its bytes are one: for files that should be none. */
export async function fileKindOrText(file: string): Promise<FileKind | undefined> {
  const kind = await fileKind(file);
  if (kind) return kind;
  const head = await readStart(file);
  const isText = head !== undefined && head.length > 0 && !head.includes(0) && isUtf8Start(head);
  return isText ? TEXT : undefined;
}

const TEXT: FileKind = {
  name: "a text",
  hint: "`type: csv` reads tables that are written as text, `type: json` reads records.",
};

/** Whether it is UTF-8, but for a character that may be cut at the end. */
function isUtf8Start(bytes: Buffer): boolean {
  return [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)));
}

/** The first bytes of a file; undefined when it cannot be read. */
export async function readStart(file: string): Promise<Buffer | undefined> {
  try {
    if (!(await stat(file)).isFile()) return undefined;
    const handle = await open(file, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BYTES), 0, BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

/** The failure of a file that is plainly another one than its source takes it for. */
export function otherKind(file: string, { name: found, type, hint }: FileKind, own: string) {
  const values = { file, found, type, own };
  return new SourceError(createDiagnostic("file-of-other-kind", values, { hint }));
}
