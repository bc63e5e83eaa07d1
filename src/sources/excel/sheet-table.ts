/**
 * Rows of a sheet as a table: names from its first row, and one type per column. Rows go to a file
 * of JSON lines as they come; of a column only the kinds of its values are kept.
 */
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import type { Kind } from "./cell.js";
import { columnLetters, type SheetRow } from "./sheet-cells.js";

export interface SheetTable {
  readonly columns: readonly SheetColumn[];
  readonly warnings: readonly Diagnostic[];
  /** Bytes of the longest line of the file. */
  readonly longest: number;
}

export interface SheetColumn {
  readonly name: string;
  /** DuckDB's type, to which the texts can be cast. */
  readonly type: string;
  /** Of the texts in the file's lines. */
  readonly key: string;
}

/** Kinds that can stand together in a column, and its type then; others make it text. */
const TYPES: readonly (readonly [type: string, kinds: readonly Kind[]])[] = [
  ["BIGINT", ["whole"]],
  ["DOUBLE", ["whole", "number"]],
  ["BOOLEAN", ["boolean"]],
  ["DATE", ["date"]],
  ["TIMESTAMP", ["date", "timestamp"]],
  ["TIME", ["time"]],
  ["INTERVAL", ["duration"]],
];

const WORDS: Readonly<Record<Kind, string>> = {
  whole: "numbers",
  number: "numbers",
  boolean: "truth values",
  date: "dates",
  timestamp: "dates",
  time: "times",
  duration: "durations",
  text: "text",
};

interface OpenColumn {
  /** Undefined for a column without a name; it is found again by its place. */
  readonly name: string | undefined;
  readonly place: number;
  /** In which of the files the column came first. */
  readonly file: number;
  readonly key: string;
  readonly kinds: Set<Kind>;
}

/**
 * Takes the rows of a sheet, and then those of sheets of the same name in other files: their
 * columns are matched by name, and one that a file lacks is NULL there.
 */
export class SheetTableWriter {
  readonly #columns = new Map<string, OpenColumn>();
  readonly #lines: WriteStream;
  /** Columns of the current file by their place. */
  #places: (OpenColumn | undefined)[] = [];
  #file = -1;
  #needsHeader = false;
  #longest = 0;
  readonly #warnings: Diagnostic[] = [];

  constructor(
    private readonly sheet: string,
    private readonly header: boolean,
    path: string,
  ) {
    this.#lines = createWriteStream(path, { mode: 0o600 });
    // A failure is met at the next write.
    this.#lines.on("error", () => undefined);
  }

  beginFile(): void {
    this.#file += 1;
    this.#places = [];
    this.#needsHeader = this.header;
  }

  async write(row: SheetRow): Promise<void> {
    if (this.#needsHeader) {
      this.#needsHeader = false;
      this.#takeHeader(row);
      return;
    }
    const record: Record<string, string> = {};
    for (const { column: place, cell } of row) {
      const column = (this.#places[place] ??= this.#column(undefined, place));
      if (!cell) continue;
      column.kinds.add(cell.kind);
      record[column.key] = cell.text;
    }
    const line = `${JSON.stringify(record)}\n`;
    this.#longest = Math.max(this.#longest, Buffer.byteLength(line));
    if (this.#lines.errored) throw this.#lines.errored;
    if (!this.#lines.write(line)) await once(this.#lines, "drain");
  }

  /** The columns of all files, those of the first one first; none for a sheet without cells. */
  async finish(): Promise<SheetTable> {
    this.#lines.end();
    await finished(this.#lines);
    const columns = [...this.#columns.values()].toSorted(
      (a, b) => a.file - b.file || a.place - b.place,
    );
    const names = uniqueColumnNames(
      columns.map(({ name }) => name ?? ""),
      (index) => columnLetters(columns[index]?.place ?? index),
    );
    const warnings = [...this.#warnings];
    const typed = columns.map(({ kinds, key }, index): SheetColumn => {
      const name = names[index] ?? "";
      const type = typeOf([...kinds]);
      if (type === "VARCHAR" && kinds.size > 1) {
        const list = [...new Set([...kinds].map((kind) => WORDS[kind]))].join(" and ");
        const words = { sheet: this.sheet, column: name, kinds: list };
        warnings.push(createDiagnostic("excel-column-mixed", words));
      }
      return { name, type, key };
    });
    return { columns: typed, warnings, longest: this.#longest };
  }

  #takeHeader(row: SheetRow): void {
    const heads = row
      .map(({ column, cell }) => ({ column, name: cell?.text.trim() ?? "" }))
      .filter(({ name }) => name !== "");
    const written = heads.map(({ name }) => name);
    if (this.#file === 0) this.#warnings.push(...renamedColumns(written));
    for (const [index, name] of uniqueColumnNames(written).entries()) {
      const place = heads[index]?.column ?? index;
      this.#places[place] = this.#column(name, place);
    }
  }

  #column(name: string | undefined, place: number): OpenColumn {
    const id = JSON.stringify([name ?? place]);
    const known = this.#columns.get(id);
    if (known) return known;
    const key = `c${this.#columns.size}`;
    const column = { name, place, file: this.#file, key, kinds: new Set<Kind>() };
    this.#columns.set(id, column);
    return column;
  }
}

function typeOf(kinds: readonly Kind[]): string {
  if (kinds.length === 0) return "VARCHAR";
  const found = TYPES.find(([, allowed]) => kinds.every((kind) => allowed.includes(kind)));
  return found?.[0] ?? "VARCHAR";
}
