/** How the rows of a model in a table follow inputs: they are kept whole, and cut in the page. */
import type { FollowedColumn } from "../contract/cube.js";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { FilterInput } from "../contract/input.js";
import { isNumeric, type LogicalType } from "../contract/logical-type.js";
import type { ArtifactColumn, Manifest } from "../contract/manifest.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import { filtersOf } from "../project/filters-of.js";
import type { Table } from "../project/objects.js";
import type { Project } from "../project/project.js";

export interface FollowedModel {
  readonly follows: readonly FollowedColumn[];
  readonly problems: readonly Diagnostic[];
}

/** What is wrong with the inputs of tables whose models are meant. */
export function followedModelFaults(
  { tables, defaults }: Pick<Project, "tables" | "defaults">,
  manifest: Manifest,
  isMeant: (id: string) => boolean,
): Diagnostic[] {
  return tables.flatMap((table) => {
    const { model } = table;
    const artifact = model && isMeant(model.id) ? manifest.objects[model.id]?.artifact : undefined;
    return artifact ? followedModel(table, artifact.columns, defaults.timeZone).problems : [];
  });
}

/** The inputs of a table over the columns of its model's result; `zone` is the project's. */
export function followedModel(
  table: Table,
  columns: readonly ArtifactColumn[],
  zone: string,
): FollowedModel {
  const follows: FollowedColumn[] = [];
  const problems: Diagnostic[] = [];
  for (const input of filtersOf(table)) {
    const column = columnOf(input, columns);
    const fault = column ? typeFault(input, column, table) : unknownColumn(input, columns, table);
    if (fault) problems.push(fault);
    else if (column)
      follows.push({ input: input.name, column: column.name, ...cutOf(input, zone) });
  }
  return { follows, problems };
}

function cutOf(input: FilterInput, zone: string): Pick<FollowedColumn, "cut"> {
  if (input.is === "period") return { cut: { by: input.by, zone } };
  return input.is === "span" ? { cut: { step: input.step } } : {};
}

function columnOf(
  { column }: FilterInput,
  columns: readonly ArtifactColumn[],
): ArtifactColumn | undefined {
  return (
    columns.find(({ name }) => name === column) ??
    columns.find(({ name }) => name.toLowerCase() === column.toLowerCase())
  );
}

function unknownColumn(
  { name, column }: FilterInput,
  columns: readonly ArtifactColumn[],
  table: Table,
): Diagnostic {
  const values = { input: name, column, model: table.model?.name ?? "" };
  const hint = suggest(
    column,
    columns.map((one) => one.name),
  );
  return createDiagnostic("input-column-unknown", values, { at: table.locate(["inputs"]), hint });
}

const DATES: ReadonlySet<LogicalType> = new Set(["date", "timestamp", "instant"]);

/** SQLite has no type for dates: what it computes of them is text, which traces cut as well. */
function isDateText({ model }: Table, type: LogicalType): boolean {
  return type === "text" && model?.type === "sql" && model.source?.type === "sqlite";
}

function typeFault(
  input: FilterInput,
  { name, type }: ArtifactColumn,
  table: Table,
): Diagnostic | undefined {
  const isFit =
    input.is === "choice" ||
    (input.is === "period" ? DATES.has(type) || isDateText(table, type) : isNumeric(type));
  if (isFit) return undefined;
  const needed = input.is === "period" ? "dates" : "numbers";
  const values = { input: input.name, needed, column: name, type, trace: table.name };
  return createDiagnostic("input-type-differs", values, { at: table.locate(["inputs"]) });
}
