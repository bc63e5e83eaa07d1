/**
 * What a merge would move to and from this machine on each engine that could run it, by the
 * estimates of the sources. Its result, which comes back, is not counted here.
 */
import type { LogicalType } from "../../contract/logical-type.js";
import { decimalParts } from "../../contract/logical-type.js";
import type { Artifact, EngineMoves, FoundSize } from "../../contract/manifest.js";
import type { MergeModel, Model, Source, SqlModel } from "../../project/objects.js";
import type { Readers } from "../../readers/contract.js";
import { SourceError, type Column } from "../../rows/stream.js";
import type { OpenedRun } from "../opened-run.js";
import { placesOf, placesOfRows } from "../model-places.js";
import { sourceOf, type RunSource } from "../run-sources.js";
import { byteText } from "../../contract/byte-text.js";
import { MOST_BYTES, MOST_ROWS } from "./sent-limits.js";
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
  /** Bytes of SQL that they are known to have at least. */
  readonly atLeast?: number;
}

/** Why it is not known: a sentence, where there is one. */
interface NoSize {
  readonly unknown: string | undefined;
}

export interface EngineMovesOptions extends Pick<OpenedRun, "project" | "sources" | "chosen"> {
  readonly readers: Readers;
  /** The result of a model that is a job, if there is one. */
  readonly artifactOf: (model: Model) => Artifact | undefined;
  /** Whether the rows of a model are here. */
  readonly isHere?: (model: Model) => boolean;
  /** What earlier runs found of models that they could not send along. */
  readonly found?: readonly FoundSize[];
  /** Whether the SQL reads a model; absent: each. */
  readonly isRead?: (model: Model) => boolean;
  readonly signal: AbortSignal;
}

export interface MovesOfEngines {
  /** DuckDB first; empty where no other engine could run the merge. */
  readonly moves: readonly EngineMoves[];
  /** About how many rows models have, by their ids, as far as they were looked at. */
  readonly rows: ReadonlyMap<string, number>;
}

/** `legs` are what DuckDB needs of the models, where the SQL is its own. */
export async function engineMoves(
  merge: MergeModel,
  legs: ReadonlyMap<string, NeededPart>,
  options: EngineMovesOptions,
): Promise<MovesOfEngines> {
  const engines = enginesOf(merge, options);
  const rows = new Map<string, number>();
  if (engines.length === 0) return { moves: [], rows };
  const sizes = new Map<Model, Promise<Size | NoSize>>();
  const sizeOf = (model: Model) => {
    const known = sizes.get(model) ?? look(model, options);
    sizes.set(model, known);
    return known;
  };
  const moves = await Promise.all([
    inDuckdb(merge, legs, sizeOf, options),
    ...engines.map((engine) => onSource(merge, engine, sizeOf, options)),
  ]);
  for (const [model, size] of sizes) rows.set(model.id, numberOfRows(await size));
  return { moves, rows };
}

function numberOfRows(size: Size | NoSize): number {
  return "rows" in size ? size.rows : 0;
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
  sizeOf: (model: Model) => Promise<Size | NoSize>,
  options: EngineMovesOptions,
): Promise<EngineMoves> {
  const moved = models.filter(
    (model) => model.type === "sql" && !isNear(model, options) && !options.isHere?.(model),
  );
  const parts = moved.map(async (model) => {
    const size = await sizeOf(model);
    const leg = legs.get(model.id);
    if (!leg || "unknown" in size) return { model, size };
    const rows = leg.used ? (leg.estimatedRows ?? size.rows) : 0;
    const share = leg.columns.length / Math.max(leg.ofColumns, 1);
    return { model, size: { rows, bytes: (size.bytes / Math.max(size.rows, 1)) * rows * share } };
  });
  return summed(await Promise.all(parts));
}

async function onSource(
  merge: MergeModel,
  engine: Source,
  sizeOf: (model: Model) => Promise<Size | NoSize>,
  { chosen, sources, found = [], isRead = () => true }: EngineMovesOptions,
): Promise<EngineMoves> {
  const sent = placesOfRows(placesOf(merge, engine, chosen)).filter(
    ({ is, model }) => is === "sent" && isRead(model),
  );
  const parts = await Promise.all(
    sent.map(async ({ model }) => {
      const size = await sizeOf(model);
      return {
        model,
        size: withFound(
          size,
          found.find((one) => one.model === model.id),
        ),
      };
    }),
  );
  const ready = sources.get(engine);
  const upload = "diagnostics" in ready ? undefined : uploadPlaceOf(ready, merge);
  const most = upload?.maxRows ?? MOST_ROWS;
  const large = parts.find(({ size }) => numberOfRows(size) > most);
  if (large) {
    const how = upload ? "uploaded" : "sent";
    const but = `\`${large.model.name}\` has more than the ${most.toLocaleString("en")} rows that are ${how}.`;
    return { engine: engine.name, but };
  }
  const leastOf = ({ size }: (typeof parts)[number]) => ("rows" in size ? (size.atLeast ?? 0) : 0);
  const [longest] = parts.toSorted((a, b) => leastOf(b) - leastOf(a));
  const bytes = parts.reduce((sum, part) => sum + leastOf(part), 0);
  if (!upload && longest && bytes > MOST_BYTES) {
    const but = `with \`${longest.model.name}\` more than the ${byteText(MOST_BYTES)} would be sent that a query may hold.`;
    return { engine: engine.name, but };
  }
  return { engine: engine.name, ...summed(parts) };
}

/** The size as it is by what was found when they were read: as much more as there are more rows now. */
function withFound(size: Size | NoSize, found: FoundSize | undefined): Size | NoSize {
  if (!found || "unknown" in size) return size;
  const times = size.rows / Math.max(found.estimatedRows, 1);
  return {
    ...size,
    rows: Math.max(size.rows, Math.round(found.rows * times)),
    atLeast: Math.max(size.atLeast ?? 0, Math.round(found.bytes * times)),
  };
}

function summed(
  parts: readonly { readonly model: Model; readonly size: Size | NoSize }[],
): EngineMoves {
  const all = { rows: 0, bytes: 0 };
  for (const { model, size } of parts) {
    if ("unknown" in size) {
      const because = size.unknown === undefined ? "." : `: ${size.unknown}`;
      return { but: `how many rows \`${model.name}\` has is not known${because}` };
    }
    all.rows += size.rows;
    all.bytes += size.bytes;
  }
  return { rows: Math.round(all.rows), bytes: Math.round(all.bytes) };
}

/** Whether DuckDB reads the rows where they lie. */
function isNear(model: SqlModel, { project, chosen }: EngineMovesOptions): boolean {
  const source = sourceOf(model, chosen);
  const info = source && project.sourceTypes.get(source.type);
  return info !== undefined && (info.file || info.dialect === "duckdb");
}

async function look(model: Model, options: EngineMovesOptions): Promise<Size | NoSize> {
  if (model.type !== "sql") {
    const artifact = options.artifactOf(model);
    if (!artifact) return { unknown: "it has not run yet." };
    return { rows: artifact.rows, bytes: artifact.bytes, atLeast: artifact.bytes };
  }
  const source = options.sources.of(model);
  if ("diagnostics" in source) return { unknown: source.diagnostics[0]?.message };
  try {
    return await asked(model, source, options);
  } catch (error) {
    if (error instanceof SourceError) return { unknown: error.diagnostic.message };
    throw error;
  }
}

/** Of files the rows are counted, as far as it matters. */
async function asked(
  { sql }: SqlModel,
  { reader: from, info }: RunSource,
  { readers, signal }: EngineMovesOptions,
): Promise<Size | NoSize> {
  const reader = readers.source(from);
  const columns = await reader.describe(sql, { signal });
  const estimate = info.file
    ? await counted(sql, reader, signal)
    : await reader.estimate(sql, { signal });
  return estimate === undefined
    ? { unknown: undefined }
    : { rows: estimate, bytes: estimate * width(columns) };
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
