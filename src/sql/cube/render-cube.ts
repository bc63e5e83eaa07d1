import { bracketed, ended } from "../trace/render-query.js";
import type { RenderedColumns } from "./stored-columns.js";

/** What the query of a cube is made of, besides its columns. */
export interface CubeParts extends Omit<RenderedColumns, "stored" | "order"> {
  /** The model's rows, and their name. */
  readonly base: { readonly name: string; readonly sql: string };
  /** The name of the query that groups. */
  readonly cube: string;
  readonly where: readonly string[];
  /** Aliases and what follows them. */
  readonly orderBy: readonly string[];
}

/** The query that groups inside; outside of it classes are numbered and rows are ordered. */
export function renderCube(parts: CubeParts): string {
  const { base, cube, inner, outer, where, groupBy, stands, orderBy } = parts;
  const lines = (columns: readonly { readonly sql: string; readonly alias: string }[]) =>
    columns.map(({ sql, alias }, index) => {
      const text = sql === alias ? alias : `${ended(sql)} as ${alias}`;
      return `  ${text}${index < columns.length - 1 ? "," : ""}`;
    });
  return [
    `with ${base.name} as (`,
    base.sql.trim(),
    `), ${cube} as (`,
    "select",
    ...lines(inner),
    `from ${base.name}`,
    ...(where.length > 0 ? [`where ${where.map(bracketed).join("\n  and ")}`] : []),
    ...(groupBy.length > 0 ? [`group by ${groupBy.join(", ")}`] : []),
    ")",
    "select",
    ...lines(outer),
    ...(stands === undefined
      ? [`from ${cube}`]
      : [
          // A union of its own would cost columns their declared types in SQLite.
          `from (select 0 as hw_none union all select 1) hw_nothing left join ${cube} on hw_none = 0`,
          `where hw_none = 1 or ${stands} is not null`,
        ]),
    ...(orderBy.length > 0 ? [`order by ${orderBy.join(", ")}`] : []),
  ].join("\n");
}
