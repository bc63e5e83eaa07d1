/** Moves the needed part of one model from its source into a Parquet file. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Artifact, MergeLeg } from "../../contract/manifest.js";
import { SourceError } from "../../rows/stream.js";
import { haveOwnNames, legQuery, type KeySet, type LegQuery } from "../../sql/leg-query.js";
import { jobKey } from "../job-key.js";
import type { ReadControl } from "../../readers/call.js";
import type { Readers } from "../../readers/contract.js";
import type { Draft } from "../../rows/result/draft.js";
import type { EarlierLegs } from "./earlier-legs.js";
import { needOfAll } from "./plan-legs.js";
import type { LegNeed } from "./leg-need.js";
import type { LegChild } from "./merge-children.js";
import { modelFailure } from "./model-failure.js";

/** Join keys that narrow a leg, and where they came from. */
export interface PushedKeys extends KeySet {
  readonly from: string;
  readonly fromTable: number;
}

/** The part of a model that was fetched. */
export interface FetchedLeg {
  /** What the rows are enough for, but for `keys`. */
  readonly need: LegNeed;
  readonly keys: readonly PushedKeys[];
  /** Absent when nothing is needed. */
  readonly artifact?: Artifact;
  readonly report: MergeLeg;
  readonly diagnostics: readonly Diagnostic[];
}

export interface FetchOptions {
  readonly readers: Readers;
  readonly earlier: EarlierLegs;
  readonly adopt: (draft: Draft) => Promise<void>;
  readonly control: ReadControl;
}

export interface FetchRequest {
  readonly child: LegChild;
  readonly need: LegNeed;
  readonly keys?: readonly PushedKeys[];
  readonly estimatedRows?: number | undefined;
  /** Why this replaces what was fetched first. */
  readonly refetched?: string;
}

/**
 * Codes with which a source refuses a query that we wrote around the user's: that one is then sent
 * as it is.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  "query-failed",
  "query-name-unknown",
  "query-not-permitted",
  "query-would-write",
  "not-one-statement",
  "not-a-query",
]);

/** The leg from an earlier run, else from its source. Rejects with a JobFailure. */
export async function fetchLeg(request: FetchRequest, options: FetchOptions): Promise<FetchedLeg> {
  try {
    return await fetchNeeded(request, options);
  } catch (error) {
    throw modelFailure(error, request.child.model);
  }
}

async function fetchNeeded(request: FetchRequest, options: FetchOptions): Promise<FetchedLeg> {
  const { child, need, keys = [] } = request;
  if (!need.used) return unused(child);
  const query = queryFor(child, need, keys);
  const key = await legKey(child);
  let refusal: SourceError | undefined;
  if (keys.length === 0) {
    const known = await reusedLeg(request, query, key, options);
    if (known) return known;
  }
  for (const attempt of [{ request, query }, ...otherForms(request)]) {
    try {
      return await move(attempt.request, attempt.query, key, options);
    } catch (error) {
      const isWhole = attempt.query.sql === child.model.sql;
      if (!(error instanceof SourceError) || isWhole || !REFUSALS.has(error.diagnostic.code)) {
        throw error;
      }
      refusal ??= error;
    }
  }
  const whole = needOfAll(child);
  const refetched = `the source refused the narrowed query: ${refusal?.message ?? ""}`;
  const again = { ...request, need: whole, keys: [], refetched };
  return move(again, { sql: child.model.sql }, key, options);
}

interface Attempt {
  readonly request: FetchRequest;
  readonly query: LegQuery;
}

/**
 * The same part, for engines that refuse the first form of it: with the columns by their own names,
 * then without conditions, whose words may not be the engine's.
 */
function otherForms(request: FetchRequest): Attempt[] {
  const { child, need, keys = [] } = request;
  if (!haveOwnNames(child.columns)) return [];
  const { predicate: _, ...columnsOnly } = need;
  const bare: FetchRequest = { ...request, need: columnsOnly, keys: [] };
  const forms: Attempt[] = [{ request, query: queryFor(child, need, keys, "name") }];
  if (need.predicate || keys.length > 0) {
    forms.push({ request: bare, query: queryFor(child, columnsOnly, [], "name") });
  }
  return forms;
}

/** The query that is sent: the model's own where all of it is needed. */
export function queryFor(
  { model, source, columns }: LegChild,
  { columns: wanted, predicate }: LegNeed,
  keys: readonly KeySet[],
  address: "position" | "name" = "position",
): LegQuery {
  const isAll = wanted.length === columns.length && !predicate && keys.length === 0;
  const { dialect } = source.info;
  if (isAll) return { sql: model.sql };
  return legQuery({ sql: model.sql, dialect, columns, wanted, predicate, keys, address });
}

/**
 * What decides a model's rows before they are narrowed: its SQL and its source. Columns, condition
 * and join keys are compared apart.
 */
export async function legKey({ model, source }: LegChild): Promise<string> {
  return jobKey("leg", { sql: model.sql, ...(await source.identity()) }).key;
}

function unused(child: LegChild): FetchedLeg {
  const need: LegNeed = { used: false, columns: [], notPushed: [] };
  const report = { model: child.model.id, how: "unused" } as const;
  return { need, keys: [], report, diagnostics: [] };
}

async function move(
  request: FetchRequest,
  query: LegQuery,
  key: string,
  options: FetchOptions,
): Promise<FetchedLeg> {
  const { child, keys = [], estimatedRows, refetched } = request;
  const start = performance.now();
  const { reader, source } = child.source;
  const control = { ...options.control, ...source.limits };
  const draft = await options.readers.source(reader).model(query.sql, control);
  const milliseconds = Math.round(performance.now() - start);
  await options.adopt(draft);
  const { artifact, bytesRead, bytesBilled, diagnostics } = draft;
  const isWhole = query.sql === child.model.sql;
  const need = isWhole ? { ...needOfAll(child), notPushed: request.need.notPushed } : request.need;
  const report: MergeLeg = {
    ...reportOf(child, need, query),
    how: "moved",
    ...(keys.length > 0 && !isWhole && { keys: keys.map((pushed) => keyReport(child, pushed)) }),
    ...(refetched !== undefined && { refetched }),
    ...(estimatedRows !== undefined && { estimatedRows }),
    milliseconds,
    bytes: bytesRead ?? artifact.bytes,
    ...(bytesBilled !== undefined && { bytesBilled }),
    key,
    artifact,
  };
  return { need, keys: isWhole ? [] : keys, artifact, report, diagnostics };
}

function keyReport({ columns }: LegChild, { column, from, constants }: PushedKeys) {
  return { column: columns[column]?.name ?? "", from, values: constants.length };
}

/** The report of a leg before anything is fetched. */
export function reportOf(
  { model, columns }: LegChild,
  need: LegNeed,
  query: LegQuery,
): Omit<MergeLeg, "how"> {
  return {
    model: model.id,
    sql: query.sql,
    columns: need.columns.map((at) => columns[at]?.name ?? ""),
    ofColumns: columns.length,
    ...(query.where !== undefined && { where: query.where }),
    ...(need.notPushed.length > 0 && { notPushed: need.notPushed }),
  };
}

async function reusedLeg(
  { child, need }: FetchRequest,
  query: LegQuery,
  key: string,
  options: FetchOptions,
): Promise<FetchedLeg | undefined> {
  const report = reportOf(child, need, query);
  const known = await options.earlier.reusable({
    model: child.model,
    key,
    columns: report.columns ?? [],
    where: query.where,
  });
  if (!known?.artifact) return undefined;
  const { bytesBilled: _, artifact, ...kept } = known;
  return {
    need,
    keys: [],
    artifact,
    report: {
      ...kept,
      artifact,
      ...(report.notPushed && { notPushed: report.notPushed }),
      how: "reused",
    },
    diagnostics: [],
  };
}
