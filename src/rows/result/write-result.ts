/**
 * stream ─▶ batches in memory ─▶ rows of a cohort together ─▶ one file: JSON up to 10,000 rows,
 * Arrow IPC above. The stream is read once; an artifact's file is never read back to be made.
 */
import type { StoredResult } from "../../contract/cube.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import { isNumeric, type LogicalType } from "../../contract/logical-type.js";
import { JSON_ROW_LIMIT, type Cohort, type Result } from "../../contract/result.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { BATCH_ROWS, type Batch, type BatchColumn } from "../batch.js";
import { columnValues } from "../column-values.js";
import { SourceError, type RowStream } from "../stream.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";
import type { Draft } from "./draft.js";
import { CohortCollector, type CohortOrder } from "../../fold/cohort-order.js";
import { compatCounter } from "./compat-notices.js";
import { gatherColumn, mapRows } from "./gather-rows.js";
import { HashedFile } from "./hashed-file.js";
import { cubeColumns, cubeFault } from "./stored-cube.js";
import { writeArrow } from "./write-arrow.js";

/** Reads a trace's rows to their end and writes its result to `path`, which must not exist. */
export async function writeResult(
  stream: RowStream,
  query: TraceQuery,
  path: string,
): Promise<Draft> {
  const shape = resultShape(stream, query);
  const batches: Batch[] = [];
  const collector = new CohortCollector();
  const compat = compatCounter(query.compatGrouping);
  for await (const batch of stream.batches) {
    batches.push({
      rows: batch.rows,
      columns: shape.positions.map((position) => columnAt(batch, position)),
    });
    if (shape.cohort !== undefined) {
      collector.append(columnValues(columnAt(batch, shape.cohort), batch.rows));
    }
    compat?.append(batch.rows, (alias) =>
      columnValues(columnAt(batch, positionOf(stream, alias)), batch.rows),
    );
  }
  const total = batches.reduce((sum, { rows }) => sum + rows, 0);
  const order: CohortOrder =
    shape.cohort === undefined
      ? oneCohort(query.cohortName, total)
      : collector.finish(query.dropNullCohort, cohortOrder(query, shape.cohortType ?? "text"));
  const rows = total - order.dropped;
  const { cube } = query;
  const fault =
    cube && cubeFault(cube, shape.columns, rows, () => toResult(shape.columns, batches, []));
  if (fault) throw new SourceError(fault);
  const ordered = order.order ? gather(batches, order.order, shape.columns.length) : batches;
  const format = rows <= JSON_ROW_LIMIT || shape.columns.length === 0 ? "json" : "arrow";
  const series: Series = {
    cohorts: order.cohorts,
    ...(shape.cohortType && { cohortType: shape.cohortType }),
    ...(query.cube && { cube: query.cube }),
    ...(query.ordered && alternates(order) && { order: Array.from(order.order) }),
  };
  const file = new HashedFile(path);
  try {
    if (format === "arrow") await writeArrow(file, shape.columns, ordered, series);
    else writeJson(file, shape.columns, ordered, series);
    const { hash, bytes } = file.finish();
    const artifact = {
      hash,
      format,
      rows,
      bytes,
      columns: cube ? cubeColumns(cube, shape.columns) : shape.columns,
      builtAt: new Date().toISOString(),
    } as const;
    const notices = [...(compat?.notices() ?? []), ...droppedNotice(order.dropped)];
    return { path, artifact, diagnostics: [...namedWarnings(stream, query), ...notices] };
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/** Sources know the columns of a trace by their aliases alone, of which its author knows nothing. */
function namedWarnings(
  { warnings }: RowStream,
  { columns, cohortAlias }: TraceQuery,
): readonly Diagnostic[] {
  const cohort = cohortAlias === undefined ? [] : [[cohortAlias, "cohort_on"] as const];
  const names = new Map([...columns.map(({ alias, name }) => [alias, name] as const), ...cohort]);
  return warnings.map((warning) => ({
    ...warning,
    message: warning.message.replaceAll(/`(\w+)`/g, (quoted, word: string) => {
      const name = names.get(word.toLowerCase());
      return name === undefined ? quoted : `\`${name}\``;
    }),
  }));
}

interface ResultShape {
  readonly columns: readonly ArtifactColumn[];
  /** Position in the stream of each result column. */
  readonly positions: readonly number[];
  /** Position of the cohort. */
  readonly cohort: number | undefined;
  readonly cohortType: LogicalType | undefined;
}

function resultShape(stream: RowStream, query: TraceQuery): ResultShape {
  const positions = query.columns.map(({ alias }) => positionOf(stream, alias));
  const { cohortAlias } = query;
  const cohort = cohortAlias === undefined ? undefined : positionOf(stream, cohortAlias);
  return {
    columns: query.columns.map(({ name }, index) => ({
      name,
      type: stream.columns[positions[index] ?? -1]?.type ?? "text",
    })),
    positions,
    cohort,
    cohortType: cohort === undefined ? undefined : stream.columns[cohort]?.type,
  };
}

/** Some engines change the case of names. */
function positionOf(stream: RowStream, alias: string): number {
  const position = stream.columns.findIndex(
    ({ name }) => name.toLowerCase() === alias.toLowerCase(),
  );
  if (position < 0) throw new Error(`The query yields no column ${alias}`);
  return position;
}

function columnAt(batch: Batch, position: number): BatchColumn {
  const column = batch.columns[position];
  if (!column) throw new Error(`A batch lacks column ${position}`);
  return column;
}

function cohortOrder({ ordered }: TraceQuery, type: LogicalType): "rows" | "numbers" | "texts" {
  if (ordered) return "rows";
  return isNumeric(type) ? "numbers" : "texts";
}

function oneCohort(name: string, rows: number): CohortOrder {
  return { cohorts: rows > 0 ? [{ name, rows }] : [], order: undefined, dropped: 0 };
}

function gather(batches: readonly Batch[], order: Int32Array, columns: number): Batch[] {
  const map = mapRows(
    order,
    batches.map(({ rows }) => rows),
  );
  const pieces = Array.from({ length: columns }, (_, index) =>
    batches.map((batch) => columnAt(batch, index)),
  );
  const gathered: Batch[] = [];
  for (let from = 0; from < order.length; from += BATCH_ROWS) {
    const to = Math.min(from + BATCH_ROWS, order.length);
    gathered.push({
      rows: to - from,
      columns: pieces.map((column) => gatherColumn(column, map, from, to)),
    });
  }
  return gathered;
}

function writeJson(
  file: HashedFile,
  columns: readonly ArtifactColumn[],
  batches: readonly Batch[],
  { cohorts, ...series }: Series,
): void {
  const result: StoredResult = { ...toResult(columns, batches, cohorts), ...series };
  file.write(Buffer.from(JSON.stringify(result), "utf8"));
}

/** What a result says of its series. */
type Series = Pick<StoredResult, "cohorts" | "cohortType" | "order" | "cube">;

/** Whether rows of several cohorts alternate in the query's order. */
function alternates(order: CohortOrder): order is CohortOrder & { order: Int32Array } {
  return (
    order.order?.some((row, place, rows) => place > 0 && row < (rows[place - 1] ?? 0)) ?? false
  );
}

/** Batches as a result in memory. */
export function toResult(
  columns: readonly ArtifactColumn[],
  batches: readonly Batch[],
  cohorts: readonly Cohort[],
): Result {
  return {
    rows: batches.reduce((sum, { rows }) => sum + rows, 0),
    columns: columns.map(({ name, type }, index) => ({
      name,
      type,
      values: batches.flatMap((batch) => columnValues(columnAt(batch, index), batch.rows)),
    })),
    cohorts,
  };
}

function droppedNotice(rows: number): Diagnostic[] {
  return rows > 0 ? [createDiagnostic("null-cohorts-dropped", { rows })] : [];
}
