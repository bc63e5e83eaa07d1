import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { fileKindOrText, otherKind, readStart } from "../files/file-kind.js";

/** The format's number in the header, and the version of the library that wrote it. */
const FORMAT_AT = 12;
const WRITER_AT = 52;
const WRITER_BYTES = 32;

/** Which versions of DuckDB write which format, where the numbers changed. */
const FORMATS: readonly (readonly [format: number, version: string])[] = [
  [64, "1.0"],
  [65, "1.2"],
  [66, "1.3"],
  [67, "1.4"],
  [68, "1.5"],
];

/** Why DuckDB cannot open one of its files; undefined when that is for other reasons. */
export async function unreadableFile(
  error: unknown,
  files: readonly string[],
): Promise<SourceError | undefined> {
  const message = error instanceof Error ? error.message : "";
  const readable = /can only read versions between (\d+) and (\d+)/.exec(message);
  for (const file of files) {
    const kind = await fileKindOrText(file);
    if (kind && kind.type !== "duckdb") return otherKind(file, kind, "a DuckDB database");
    const head = await readStart(file);
    if (readable && head) {
      const [least, most] = [Number(readable[1]), Number(readable[2])];
      const found = versionFault(file, head, message, least, most);
      if (found) return found;
    }
    if (head && /not a valid DuckDB database/.test(message)) {
      const reason = "it is not a DuckDB database, or it is encrypted.";
      return new SourceError(createDiagnostic("file-not-readable", { file, reason }));
    }
  }
  return undefined;
}

function versionFault(file: string, head: Buffer, message: string, least: number, most: number) {
  if (head.length < WRITER_AT + WRITER_BYTES) return undefined;
  const format = Number(head.readBigUInt64LE(FORMAT_AT));
  if (format >= least && format <= most) return undefined;
  const newer = format > most;
  const named = newer
    ? head.toString("latin1", WRITER_AT, WRITER_AT + WRITER_BYTES).replace(/\0[\s\S]*$/, "")
    : /created with DuckDB version ([^\n]*?)\.?$/m.exec(message)?.[1];
  const writer = named ? `DuckDB ${named.replaceAll(/\bv(?=\d)/g, "")}` : "another DuckDB";
  const read = `DuckDB ${versionOf(least)} to ${versionOf(most)}`;
  return new SourceError(createDiagnostic("duckdb-file-version", { file, writer, read, newer }));
}

function versionOf(format: number): string {
  return FORMATS.find(([number]) => number === format)?.[1] ?? `format ${format}`;
}
