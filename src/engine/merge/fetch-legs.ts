/**
 * The legs of one merge, in parallel but where one waits for another's keys:
 *
 *   plan ─▶ estimates ─▶ who waits for whose keys ─▶ fetch ─▶ types as planned? ─▶ views
 *                                                      ▲            │ no: plan again, fetch what is not covered
 *                                                      └────────────┘
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { MergeLeg } from "../../contract/manifest.js";
import { dialects } from "../../sql/dialects.js";
import type { KeyLimits } from "../options.js";
import type { EmbeddedRelation } from "../reader/contract.js";
import type { FetchedLeg, FetchRequest, PushedKeys } from "./fetch-leg.js";
import { queryFor } from "./fetch-leg.js";
import { keyEdges, keyFamily, type KeyEdge, type KeyFamily } from "./key-edges.js";
import { keyOrder, paysOff, type KnownRows } from "./key-order.js";
import { isUnsure, type LegNeed } from "./leg-need.js";
import type { LegChild } from "./merge-children.js";
import type { MergePlan } from "./plan-legs.js";
import type { KeyQuestion } from "./read-keys.js";

/** A leg as its merge wants it; `shared` ones are fetched for several merges and take no keys. */
export interface WantedLeg {
  readonly child: LegChild;
  readonly need: LegNeed;
  readonly shared: boolean;
}

export interface FetchLegsOptions {
  readonly limits: KeyLimits;
  estimate(child: LegChild, sql: string): Promise<number | undefined>;
  /** Shared legs are fetched once per run. */
  fetch(leg: WantedLeg, request: FetchRequest): Promise<FetchedLeg>;
  relationOf(child: LegChild, leg: FetchedLeg): EmbeddedRelation;
  readKeys(
    question: Pick<KeyQuestion, "relation" | "column" | "scan" | "family" | "most">,
  ): Promise<PushedKeys["constants"] | undefined>;
}

/** The legs by the position of their model in the plan. */
export async function fetchLegs(
  plan: MergePlan,
  wanted: ReadonlyMap<number, WantedLeg>,
  options: FetchLegsOptions,
): Promise<Map<number, FetchedLeg>> {
  const edges = keysTaken(plan, wanted);
  const involved = new Set(edges.flatMap(({ from, to }) => [from.table, to.table]));
  const rows = new Map<number, KnownRows>();
  await Promise.all([...involved].map(async (table) => rows.set(table, await knownRows(table))));
  const waits = keyOrder(edges, (table) => rows.get(table), options.limits);
  const started = new Map<number, Promise<FetchedLeg>>();
  const results = new Map<number, FetchedLeg>();
  await allSettled([...wanted.keys()].map(start));
  return results;

  async function knownRows(table: number): Promise<KnownRows> {
    const leg = wanted.get(table);
    if (!leg) return "present";
    if (!leg.need.used) return 0;
    const { sql } = queryFor(leg.child, leg.need, []);
    return options.estimate(leg.child, sql);
  }

  function start(table: number): Promise<FetchedLeg> {
    const fetching = started.get(table) ?? fetchOne(table);
    started.set(table, fetching);
    return fetching;
  }

  async function fetchOne(table: number): Promise<FetchedLeg> {
    const leg = wanted.get(table);
    if (!leg) throw new Error("Only legs are fetched");
    const keys = leg.need.used
      ? await Promise.all((waits.get(table) ?? []).map((edge) => keysOf(edge)))
      : [];
    const pushed = keys.filter((one) => one !== undefined);
    const estimated = rows.get(table);
    const fetched = await options.fetch(leg, {
      child: leg.child,
      need: leg.need,
      keys: pushed,
      ...(typeof estimated === "number" && { estimatedRows: estimated }),
    });
    results.set(table, fetched);
    return fetched;
  }

  async function keysOf(edge: KeyEdge): Promise<PushedKeys | undefined> {
    const { from, to } = edge;
    const child = plan.children[from.table];
    const scan = plan.facts.understood
      ? plan.facts.scans.find(({ table }) => table === from.table)
      : undefined;
    const family = familyOf(wanted, edge);
    if (!child || !scan || !family) return undefined;
    const { most } = options.limits;
    const relation = child.kind === "leg" ? await legRelation(child, from.table) : child.table;
    if (!relation || !("sql" in relation)) return undefined;
    const constants = await options.readKeys({ relation, column: from.column, scan, family, most });
    if (!constants || !paysOff(constants.length, rows.get(to.table), options.limits)) {
      return undefined;
    }
    return { column: to.column, constants, from: child.model.id, fromTable: from.table };
  }

  async function legRelation(child: LegChild, table: number) {
    const leg = await start(table);
    return leg.artifact && options.relationOf(child, leg);
  }
}

/** The joins along which keys may be pushed, if they turn out to be few. */
export function keysTaken(plan: MergePlan, wanted: ReadonlyMap<number, WantedLeg>): KeyEdge[] {
  return keyEdges(plan.facts).filter((edge) => takesKeys(plan, wanted, edge));
}

/** The legs of a plan as its merge alone wants them. */
export function legsAlone(plan: MergePlan): Map<number, WantedLeg> {
  const wanted = new Map<number, WantedLeg>();
  for (const [at, child] of plan.children.entries()) {
    const need = child.kind === "leg" ? plan.needs.get(child.model.id) : undefined;
    if (child.kind === "leg" && need) wanted.set(at, { child, need, shared: false });
  }
  return wanted;
}

/** Whether the column on the far side is one that takes keys, of a leg that is this merge's alone. */
function takesKeys(
  plan: MergePlan,
  wanted: ReadonlyMap<number, WantedLeg>,
  edge: KeyEdge,
): boolean {
  const leg = wanted.get(edge.to.table);
  if (!leg || leg.shared || !leg.need.used) return false;
  const { columns, source } = leg.child;
  if (leg.need.columns.some((at) => columns[at] && isUnsure(columns[at]))) return false;
  const column = columns[edge.to.column];
  const kind = column && dialects[source.info.dialect].pushDown.kindOf(column);
  const family = familyOf(wanted, edge);
  const fits = family === "integer" ? kind === "number" : family !== undefined && kind === family;
  const from = plan.children[edge.from.table];
  if (!fits || !from) return false;
  const fromColumn = from.kind === "leg" ? from.columns[edge.from.column] : undefined;
  return from.kind === "present" || (fromColumn && keyFamily(fromColumn.type) === family) === true;
}

function familyOf(wanted: ReadonlyMap<number, WantedLeg>, { to }: KeyEdge): KeyFamily | undefined {
  const column = wanted.get(to.table)?.child.columns[to.column];
  return column && keyFamily(column.type);
}

/** Waits for all, also when one fails: what runs on the sources has ended then. */
async function allSettled(tasks: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(tasks);
  const failed = ended.find((task) => task.status === "rejected");
  if (failed) throw failed.reason;
}

/** What a merge reads in the end. */
export interface MergeRelations {
  readonly relations: readonly EmbeddedRelation[];
  readonly legs: readonly MergeLeg[];
  readonly diagnostics: readonly Diagnostic[];
}
