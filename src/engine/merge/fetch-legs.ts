/**
 * The legs of one merge, in parallel but where one waits for another's keys:
 *
 *   estimates ─▶ who waits for whose keys ─▶ fetch, each after those that it waits for
 */
import type { EngineTable } from "../../rows/relation.js";
import { dialects } from "../../sql/dialects.js";
import { queryFor, type FetchedLeg, type FetchRequest, type PushedKeys } from "./fetch-leg.js";
import type { KeyEdge } from "./key-edges.js";
import { areFew, keyOrder, paysOff, type KnownRows } from "./key-order.js";
import type { LegChild } from "./merge-children.js";
import type { KeyLimits } from "./merge-options.js";
import type { MergePlan } from "./plan-legs.js";
import type { KeyQuestion } from "./read-keys.js";
import { familyOf, keysTaken } from "./taken-keys.js";
import type { WantedLeg } from "./want-legs.js";

export interface FetchLegsOptions {
  readonly limits: KeyLimits;
  readonly estimate: (child: LegChild, sql: string) => Promise<number | undefined>;
  readonly fetch: (leg: WantedLeg, request: FetchRequest) => Promise<FetchedLeg>;
  readonly tableOf: (child: LegChild, leg: FetchedLeg) => EngineTable;
  readonly readKeys: (question: KeyQuestion) => Promise<PushedKeys["constants"] | undefined>;
}

/** The legs by the position of their model in the plan. */
export async function fetchLegs(
  plan: MergePlan,
  wanted: ReadonlyMap<number, WantedLeg>,
  options: FetchLegsOptions,
): Promise<Map<number, FetchedLeg>> {
  const edges = keysTaken(plan, wanted);
  const rows = await rowsBeside(edges, wanted, options);
  const waits = keyOrder(edges, (table) => rows.get(table), options.limits);
  return new Fetching(plan, wanted, rows, waits, options).all();
}

/**
 * What is known of the rows of tables that give or take keys. Counting is left for the end, and is not
 * done where a few keys will narrow the table however many rows it has, and it narrows no other.
 */
async function rowsBeside(
  edges: readonly KeyEdge[],
  wanted: ReadonlyMap<number, WantedLeg>,
  { limits, estimate }: FetchLegsOptions,
): Promise<ReadonlyMap<number, KnownRows>> {
  const known = new Map<number, KnownRows>();
  const learn = async (table: number): Promise<void> => {
    const leg = wanted.get(table);
    if (!leg) known.set(table, "present");
    else if (!leg.need.used) known.set(table, 0);
    else known.set(table, await estimate(leg.child, queryFor(leg.child, leg.need, []).sql));
  };
  const isCounted = (table: number) => wanted.get(table)?.child.source.info.countsRows === true;
  const isFew = (table: number) => areFew(known.get(table), limits);
  const isNarrowed = (table: number) =>
    edges.some(({ from, to }) => to.table === table && isFew(from.table));
  const mayNarrow = (table: number) =>
    edges.some(({ from, to }) => from.table === table && !isFew(to.table));
  const involved = [...new Set(edges.flatMap(({ from, to }) => [from.table, to.table]))];
  await Promise.all(involved.filter((table) => !isCounted(table)).map(learn));
  const counted = involved.filter(
    (table) => isCounted(table) && (!isNarrowed(table) || mayNarrow(table)),
  );
  await Promise.all(counted.map(learn));
  return known;
}

class Fetching {
  readonly #started = new Map<number, Promise<FetchedLeg>>();

  constructor(
    private readonly plan: MergePlan,
    private readonly wanted: ReadonlyMap<number, WantedLeg>,
    private readonly rows: ReadonlyMap<number, KnownRows>,
    private readonly waits: ReadonlyMap<number, readonly KeyEdge[]>,
    private readonly options: FetchLegsOptions,
  ) {}

  /** Waits for all, also when one fails: what runs on the sources has ended then. */
  async all(): Promise<Map<number, FetchedLeg>> {
    const legs = new Map<number, FetchedLeg>();
    const tasks = [...this.wanted].map(async ([table, leg]) => {
      legs.set(table, await this.#start(table, leg));
    });
    const failed = (await Promise.allSettled(tasks)).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    return legs;
  }

  #start(table: number, leg: WantedLeg): Promise<FetchedLeg> {
    const fetching = this.#started.get(table) ?? this.#fetch(table, leg);
    this.#started.set(table, fetching);
    return fetching;
  }

  async #fetch(table: number, leg: WantedLeg): Promise<FetchedLeg> {
    const { child, need, refetched } = leg;
    const edges = need.used ? (this.waits.get(table) ?? []) : [];
    const keys = await Promise.all(edges.map((edge) => this.#keysOf(edge)));
    const estimatedRows = this.rows.get(table);
    return this.options.fetch(leg, {
      child,
      need,
      keys: keys.filter((one) => one !== undefined),
      ...(typeof estimatedRows === "number" && { estimatedRows }),
      ...(refetched !== undefined && { refetched }),
    });
  }

  /** The keys along an edge; undefined when they are no help, or cannot be had. */
  async #keysOf(edge: KeyEdge): Promise<PushedKeys | undefined> {
    const { from, to } = edge;
    const { facts, children } = this.plan;
    const child = children[from.table];
    const scan = facts.understood
      ? facts.scans.find(({ table }) => table === from.table)
      : undefined;
    const family = familyOf(this.wanted, edge);
    if (!child || !scan || !family) return undefined;
    const { limits, readKeys } = this.options;
    const table = child.kind === "leg" ? await this.#legTable(from.table) : child.table;
    if (!table) return undefined;
    const { count = Infinity, characters } = this.#mostKeys(to.table) ?? {};
    const most = Math.min(limits.most, count);
    const question = { table, column: from.column, scan, family, most };
    const constants = await readKeys({
      ...question,
      ...(characters !== undefined && { characters }),
    });
    if (!constants || !paysOff(constants.length, this.rows.get(to.table), limits)) return undefined;
    return { column: to.column, constants, from: child.model.id, fromTable: from.table };
  }

  /** What the dialect of the side that takes keys says of their number. */
  #mostKeys(table: number) {
    const leg = this.wanted.get(table);
    return leg && dialects[leg.child.source.info.dialect].pushDown.mostKeys;
  }

  /** The rows of a leg that others take keys from; undefined when nothing of it was needed. */
  async #legTable(table: number): Promise<EngineTable | undefined> {
    const wanted = this.wanted.get(table);
    if (!wanted) throw new Error("A leg of the plan is not wanted");
    const leg = await this.#start(table, wanted);
    return leg.artifact && this.options.tableOf(wanted.child, leg);
  }
}
