/** The columns that a cube's query yields, each asked for once, with their positions. */
import { freeAliases, freeName } from "../trace/free-name.js";

/**
 * `key`: the query groups by it. `bare`: it does not, and the source says whether a group has one
 * value of it, as in the trace's own query. `constant`: the same in all rows. `nothing` and
 * `classes`: see `contract/cube.ts`.
 */
type Role = "key" | "bare" | "constant" | "partial" | "nothing" | "classes" | "ranks";

interface Entry {
  readonly role: Role;
  /** Of classes and ranks the position of the column that they number. */
  readonly sql: string;
  readonly name: string;
  /** Of ranks: what follows the column in the order by which they are numbered. */
  readonly direction?: string;
}

/** An expression under the name that only our own SQL says. */
export interface AliasedColumn {
  readonly sql: string;
  readonly alias: string;
}

/** The columns as the query says them. */
export interface RenderedColumns {
  /** Those of the result, by their positions. */
  readonly stored: readonly { readonly name: string; readonly alias: string }[];
  /** Of the query that groups. */
  readonly inner: readonly AliasedColumn[];
  /** Positions in it, from 1. */
  readonly groupBy: readonly string[];
  /** Of the query around it, which numbers classes. */
  readonly outer: readonly AliasedColumn[];
  /** NULL where no row of the query that groups stands; absent where no such row is stored. */
  readonly stands: string | undefined;
  /** Of the order's expressions, in the order in which they were added. */
  readonly order: readonly string[];
}

/** What the query that groups yields. */
const INNER: ReadonlySet<Role> = new Set(["key", "bare", "partial", "nothing"]);

function outerSql(
  { role, sql, alias, direction = "" }: Entry & { alias: string },
  numbered: string,
): string {
  switch (role) {
    case "classes":
      return `case when ${numbered} is not null then dense_rank() over (order by ${numbered}) end`;
    case "ranks":
      return `dense_rank() over (order by ${numbered}${direction})`;
    case "constant":
      return sql;
    case "nothing":
      return `case when ${alias} is null then 1 else 0 end`;
    default:
      return alias;
  }
}

/** Collects what a query must yield. */
export class StoredColumns {
  readonly #entries: Entry[] = [];
  readonly #order: { readonly sql: string; readonly role: "key" | "bare" }[] = [];

  /** The position of a column in the result; equal texts of one role are one. */
  add(role: "key" | "bare" | "constant" | "partial", sql: string, name: string): number {
    return this.#place({ role, sql, name });
  }

  /** The position of the column that marks the row for no rows, which is stored then. */
  markNothing(): number {
    return this.#place({ role: "nothing", sql: "1", name: "nothing" });
  }

  /** The position of the column with the classes of that at `position`; NULL has none. */
  classesOf(position: number): number {
    const name = `${this.#entries[position]?.name ?? ""}.classes`;
    return this.#place({ role: "classes", sql: String(position), name });
  }

  /** The same in an order of its own, in which NULL has its place as well. */
  ranksOf(position: number, direction: string): number {
    const name = `${this.#entries[position]?.name ?? ""}.ranks`;
    return this.#place({ role: "ranks", sql: String(position), name, direction });
  }

  /** Whether a minimum or maximum is among them. */
  get hasExtremes(): boolean {
    return this.#entries.some(({ name }) => name === "partials.min" || name === "partials.max");
  }

  /** An expression that the rows are ordered by and that is no part of the result. */
  orderBy(role: "key" | "bare", sql: string): number {
    return this.#order.push({ role, sql }) - 1;
  }

  /** `texts` are those in which no alias of ours may stand. */
  render(texts: readonly string[]): RenderedColumns {
    const aliases = freeAliases(this.#entries.length + this.#order.length, texts);
    const all = this.#entries.map((entry, index) => ({ ...entry, alias: aliases[index] ?? "" }));
    const order = this.#order.map((one, index) => ({
      ...one,
      alias: aliases[all.length + index] ?? "",
    }));
    const inner = [...all, ...order].filter(({ role }) => INNER.has(role));
    return {
      stored: all.map(({ name, alias }) => ({ name, alias })),
      inner,
      groupBy: inner.flatMap(({ role }, index) => (role === "key" ? [String(index + 1)] : [])),
      outer: all.map((entry) => {
        const numbered = all[Number(entry.sql)]?.alias ?? "";
        return { sql: outerSql(entry, numbered), alias: entry.alias };
      }),
      stands: all.find(({ role }) => role === "nothing")?.alias,
      order: order.map(({ alias }) => alias),
    };
  }

  #place(entry: Entry): number {
    const found = this.#entries.findIndex(
      ({ role, sql, direction }) =>
        role === entry.role && sql === entry.sql && direction === entry.direction,
    );
    return found < 0 ? this.#entries.push(entry) - 1 : found;
  }
}

/** The name of the query that groups, free of the trace's words. */
export function cubeName(texts: readonly string[]): string {
  return freeName("hw_cube", texts);
}
