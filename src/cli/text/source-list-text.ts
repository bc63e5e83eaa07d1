import type { SourceRange } from "../../contract/diagnostic.js";
import type { CatalogSchema, CatalogTable } from "../../sources/contract.js";
import type { Sink } from "../terminal.js";
import { placeText } from "./check-text.js";
import { clip, counted, displayWidth, pad, singleLine } from "./plain-text.js";

/** A source as `sources list` shows it. */
export interface ListedSource {
  readonly name: string;
  /** Empty when it waits for a variable. */
  readonly type: string;
  readonly at: SourceRange;
  /** Names of the models that read from it. */
  readonly models: readonly string[];
  readonly missingVariables: readonly string[];
  /** What keeps it from being used, besides missing variables. */
  readonly problem?: string;
}

const WIDEST_NAME = 30;

/** A line for each source, and one below it for what it lacks. */
export function sourceListText(sources: readonly ListedSource[], sink: Sink): string {
  const { colors, columns } = sink;
  const rows = sources.map(({ name, type, at }) => [singleLine(name), type || "?", placeText(at)]);
  const widths = [0, 1, 2].map((column) =>
    Math.min(WIDEST_NAME, Math.max(...rows.map((row) => displayWidth(row[column] ?? "")))),
  );
  const used = widths.reduce((sum, width) => sum + width + 2, 0);
  const lines = sources.flatMap(({ models, missingVariables, problem }, index) => {
    const cells = (rows[index] ?? []).map((cell, column) => {
      const width = widths[column] ?? 0;
      return pad(clip(cell, width), width);
    });
    const [name = "", ...others] = cells;
    const list = singleLine(models.join(", "));
    const users = models.length === 0 ? colors.dim("no model") : clip(list, columns - used);
    const missing = missingVariables.map((variable) => `\`${variable}\``).join(", ");
    return [
      [colors.bold(name), ...others, users].join("  ").trimEnd(),
      ...(missing === "" ? [] : [`  ${colors.yellow("not set:")} ${missing}`]),
      ...(problem === undefined
        ? []
        : [`  ${colors.red("error:")} ${clip(singleLine(problem), columns - 9)}`]),
    ];
  });
  return `${lines.join("\n")}\n`;
}

/** Tables of which the columns are shown, where nobody has said which are wanted. */
export const MOST_WITH_COLUMNS = 200;

/**
 * Schemas, tables and columns, each below the other; views and keys are marked, comments stand
 * behind. `columns` says whether they are shown.
 */
export function catalogText(
  schemas: readonly CatalogSchema[],
  { columns }: { readonly columns: boolean },
  sink: Sink,
): string {
  const { colors } = sink;
  const lines = schemas.flatMap(({ name, tables }) => [
    `${colors.bold(singleLine(name))}${colors.dim(`  ${counted(tables.length, "table")}`)}`,
    ...tables.flatMap((table) => {
      const view = table.kind === "view" ? colors.dim("  view") : "";
      const title = `  ${singleLine(table.name)}${view}`;
      const line = `${title}${commentText(table, title, sink)}`;
      return columns ? [line, ...columnLines(table, sink)] : [line];
    }),
  ]);
  return `${lines.join("\n")}\n`;
}

function columnLines(table: CatalogTable, sink: Sink): string[] {
  const names = table.columns.map((column) => clip(singleLine(column.name), WIDEST_NAME));
  const width = Math.max(0, ...names.map(displayWidth));
  return table.columns.map((column, index) => {
    const native = singleLine(column.nativeType);
    const notes = [
      ...(native.toLowerCase() === column.type ? [] : [column.type]),
      ...(column.key === undefined ? [] : [KEYS[column.key]]),
    ];
    const dim = notes.length === 0 ? "" : sink.colors.dim(`  ${notes.join("  ")}`);
    const line = `    ${pad(names[index] ?? "", width)}  ${native || "–"}${dim}`;
    return `${line}${commentText(column, line, sink)}`;
  });
}

const KEYS = { primary: "primary key", unique: "unique" } as const;

/** What is left of the line holds the beginning of a comment. */
function commentText(
  { comment }: { readonly comment?: string },
  line: string,
  { colors, columns }: Sink,
): string {
  const room = Math.max(LEAST_COMMENT, columns - displayWidth(line) - 4);
  return comment === undefined ? "" : colors.dim(`  – ${clip(singleLine(comment), room)}`);
}

const LEAST_COMMENT = 20;
