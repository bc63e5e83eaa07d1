import type { SourceRange } from "../../contract/diagnostic.js";
import type { CatalogSchema } from "../../sources/contract.js";
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

/** Schemas, tables and columns, each below the other; views are marked. */
export function catalogText(schemas: readonly CatalogSchema[], { colors }: Sink): string {
  const lines = schemas.flatMap(({ name, tables }) => [
    `${colors.bold(singleLine(name))}${colors.dim(`  ${counted(tables.length, "table")}`)}`,
    ...tables.flatMap((table) => {
      const names = table.columns.map((column) => clip(singleLine(column.name), WIDEST_NAME));
      const width = Math.max(0, ...names.map(displayWidth));
      return [
        `  ${singleLine(table.name)}${table.kind === "view" ? colors.dim("  view") : ""}`,
        ...table.columns.map(({ nativeType, type }, index) => {
          const native = singleLine(nativeType);
          const note = native.toLowerCase() === type ? "" : colors.dim(`  ${type}`);
          return `    ${pad(names[index] ?? "", width)}  ${native || "–"}${note}`;
        }),
      ];
    }),
  ]);
  return `${lines.join("\n")}\n`;
}
