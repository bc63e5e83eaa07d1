/**
 * What a merge would move to and from this machine on each engine that could run it, by the
 * estimates of the sources. Its result, which comes back, is not counted here.
 */
import type { LogicalType } from "../../contract/logical-type.js";
import { decimalParts } from "../../contract/logical-type.js";
import type { Artifact, EngineMoves } from "../../contract/manifest.js";
import type { MergeModel, Model, Source, SqlModel } from "../../project/objects.js";
import type { Readers } from "../../readers/contract.js";
import { SourceError, type Column } from "../../rows/stream.js";
import type { OpenedRun } from "../opened-run.js";
import { placesOf, placesOfRows } from "../model-places.js";
import { sourceOf, type RunSource } from "../run-sources.js";
import { MOST_ROWS } from "./sent-limits.js";
import { uploadPlaceOf } from "./upload-place.js";

/** Rows of files that are counted before it is clear that they are many. */
const MOST_COUNTED = 1_000_001;

/** What DuckDB needs of a model whose rows it fetches. */
export interface NeededPart {
  readonly used: boolean;
  /** Names, or positions. */
  readonly columns: readonly unknown[];
  readonly ofColumns: number;
  readonly estimatedRows?: number;
}

/** Of the rows of a model. */
interface Size {
  readonly rows: number;
  readonly bytes: number;
}

export interface EngineMovesOptions extends Pick<OpenedRun, "project" | "sources" | "chosen"> {
  readonly readers: Readers;
  /** The result of a model that is a job, if there is one. */
  readonly artifactOf: (model: Model) => Artifact | undefined;
  /** Whether the rows of a model are here. */
  readonly isHere?: (model: Model) => boolean;
  /** Whether the SQL reads a model; absent: each. */
  readonly isRead?: (model: Model) => boolean;
  readonly signal: AbortSignal;
}

/** `legs` are what DuckDB needs of the models, where the SQL is its own. */
export async function engineMoves(
  merge: MergeModel,
  legs: ReadonlyMap<string, NeededPart>,
  options: EngineMovesOptions,
): Promise<EngineMoves[]> {
  const engines = enginesOf(merge, options);
  if (engines.length === 0) return [];
  const sizes = new Map<Model, Promise<Size | undefined>>();
  const sizeOf = (model: Model) => {
    const known = sizes.get(model) ?? look(model, options);
    sizes.set(model, known);
    return known;
  };
  return Promise.all([
    inDuckdb(merge, legs, sizeOf, options),
    ...engines.map((engine) => onSource(merge, engine, sizeOf, options)),
  ]);
}

/** Servers on which a model lives, or that reach the database of one. */
function enginesOf(
  merge: MergeModel,
  { project, chosen }: Pick<EngineMovesOptions, "project" | "chosen">,
): Source[] {
  return project.sources.filter((source) => {
    const info = project.sourceTypes.get(source.type);
    if (!info || info.file || info.dialect === "duckdb" || info.dialect === "sqlite") return false;
    return placesOfRows(placesOf(merge, source, chosen)).some(({ is }) => is !== "sent");
  });
}

async function inDuckdb(
  { models }: MergeModel,
  legs: ReadonlyMap<string, NeededPart>,
  sizeOf: (model: Model) => Promise<Size | undefined>,
  options: EngineMovesOptions,
): Promise<EngineMoves> {
  const moved = models.filter(
    (model) => model.type === "sql" && !isNear(model, options) && !options.isHere?.(model),
  );
  const parts = moved.map(async (model) => {
    const size = await sizeOf(model);
    const leg = legs.get(model.id);
    if (!leg || !size) return { model, size };
    const rows = leg.used ? (leg.estimatedRows ?? size.rows) : 0;
    const share = leg.columns.length / Math.max(leg.ofColumns, 1);
    return { model, size: { rows, bytes: (size.bytes / Math.max(size.rows, 1)) * rows * share } };
  });
  return summed(await Promise.all(parts));
}

async function onSource(
  merge: MergeModel,
  engine: Source,
  sizeOf: (model: Model) => Promise<Size | undefined>,
  { chosen, sources, isRead = () => true }: EngineMovesOptions,
): Promise<EngineMoves> {
  const sent = placesOfRows(placesOf(merge, engine, chosen)).filter(
    ({ is, model }) => is === "sent" && isRead(model),
  );
  const parts = await Promise.all(
    sent.map(async ({ model }) => ({ model, size: await sizeOf(model) })),
  );
  const ready = sources.get(engine);
  const upload = "diagnostics" in ready ? undefined : uploadPlaceOf(ready, merge);
  const most = upload?.maxRows ?? MOST_ROWS;
  const large = parts.find(({ size }) => size && size.rows > most);
  if (large) {
    const how = upload ? "uploaded" : "sent";
    const but = `\`${large.model.name}\` has more than the ${most.toLocaleString("en")} rows that are ${how}.`;
    return { engine: engine.name, but };
  }
  return { engine: engine.name, ...summed(parts) };
}

function summed(
  parts: readonly { readonly model: Model; readonly size: Size | undefined }[],
): EngineMoves {
  const unknown = parts.find(({ size }) => !size);
  if (unknown) return { but: `how many rows \`${unknown.model.name}\` has is not known.` };
  const sum = (of: keyof Size) => parts.reduce((total, { size }) => total + (size?.[of] ?? 0), 0);
  return { rows: Math.round(sum("rows")), bytes: Math.round(sum("bytes")) };
}

/** Whether DuckDB reads the rows where they lie. */
function isNear(model: SqlModel, { project, chosen }: EngineMovesOptions): boolean {
  const source = sourceOf(model, chosen);
  const info = source && project.sourceTypes.get(source.type);
  return info !== undefined && (info.file || info.dialect === "duckdb");
}

async function look(model: Model, options: EngineMovesOptions): Promise<Size | undefined> {
  if (model.type !== "sql") {
    const artifact = options.artifactOf(model);
    return artifact && { rows: artifact.rows, bytes: artifact.bytes };
  }
  const source = options.sources.of(model);
  if ("diagnostics" in source) return undefined;
  try {
    return await asked(model, source, options);
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

/** Of files the rows are counted, as far as it matters. */
async function asked(
  { sql }: SqlModel,
  { reader: from, info }: RunSource,
  { readers, signal }: EngineMovesOptions,
): Promise<Size | undefined> {
  const reader = readers.source(from);
  const columns = await reader.describe(sql, { signal });
  const estimate = info.file
    ? await counted(sql, reader, signal)
    : await reader.estimate(sql, { signal });
  return estimate === undefined ? undefined : { rows: estimate, bytes: estimate * width(columns) };
}

async function counted(
  sql: string,
  reader: ReturnType<Readers["source"]>,
  signal: AbortSignal,
): Promise<number> {
  const query = `select count(*) from (select 1 from (\n${sql}\n) limit ${MOST_COUNTED})`;
  const { result } = await reader.rows(query, 1, { signal });
  return Number(result.columns[0]?.values[0] ?? 0);
}

/** Bytes of a row, about. */
export function width(columns: readonly Pick<Column, "type">[]): number {
  return columns.reduce((sum, { type }) => sum + widthOf(type), 0);
}

function widthOf(type: LogicalType): number {
  if (decimalParts(type) || type === "decimal" || type === "uuid") return 16;
  if (/^(?:bool|u?int8)$/.test(type)) return 1;
  return /^(?:u?int|float|date|time|instant)/.test(type) ? 8 : 24;
}
