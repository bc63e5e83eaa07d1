/** The columns that a cube's query yields, each asked for once, with their positions. */
import { freeAliases, freeName } from "../trace/free-name.js";

/** `key`: the query groups by it. `classes`: see `CubeKey` in `contract/cube.ts`. */
type Role = "key" | "partial" | "classes";

interface Entry {
  readonly role: Role;
  /** Of classes the position of the column that they number. */
  readonly sql: string;
  readonly name: string;
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
  /** Of the order's expressions, in the order in which they were added. */
  readonly order: readonly string[];
}

/** Collects what a query must yield. */
export class StoredColumns {
  readonly #entries: Entry[] = [];
  readonly #order: string[] = [];

  /** The position of a column in the result; equal texts of one role are one. */
  add(role: "key" | "partial", sql: string, name: string): number {
    return this.#place({ role, sql, name });
  }

  /** The position of the column with the classes of that at `position`. */
  classesOf(position: number): number {
    const name = `${this.#entries[position]?.name ?? ""}.classes`;
    return this.#place({ role: "classes", sql: String(position), name });
  }

  /** An expression that the rows are ordered by and that is no part of the result. */
  orderBy(sql: string): number {
    return this.#order.push(sql) - 1;
  }

  /** `texts` are those in which no alias of ours may stand. */
  render(texts: readonly string[]): RenderedColumns {
    const aliases = freeAliases(this.#entries.length + this.#order.length, texts);
    const all = this.#entries.map((entry, index) => ({ ...entry, alias: aliases[index] ?? "" }));
    const order = this.#order.map((sql, index) => {
      const alias = aliases[all.length + index] ?? "";
      return { role: "key" as const, sql, alias };
    });
    const inner = [...all.filter(({ role }) => role !== "classes"), ...order];
    return {
      stored: all.map(({ name, alias }) => ({ name, alias })),
      inner,
      groupBy: inner.flatMap(({ role }, index) => (role === "key" ? [String(index + 1)] : [])),
      outer: all.map(({ role, sql, alias }) => {
        const numbered = all[Number(sql)]?.alias ?? "";
        return {
          sql: role === "classes" ? `dense_rank() over (order by ${numbered})` : alias,
          alias,
        };
      }),
      order: order.map(({ alias }) => alias),
    };
  }

  #place(entry: Entry): number {
    const found = this.#entries.findIndex(
      ({ role, sql }) => role === entry.role && sql === entry.sql,
    );
    return found < 0 ? this.#entries.push(entry) - 1 : found;
  }
}

/** The name of the query that groups, free of the trace's words. */
export function cubeName(texts: readonly string[]): string {
  return freeName("hw_cube", texts);
}
