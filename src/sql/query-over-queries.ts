import { dialects, type DialectName } from "./dialect.js";
import { withoutSemicolons } from "./statement-end.js";
import { tokenizeSql } from "./tokens.js";

export interface NamedQuery {
  readonly name: string;
  readonly sql: string;
}

/**
 * One statement that runs a query over other queries, by their names, in the engine where all of them live. Those queries
 * still see the tables that are called as one of them is: they stand first, under names that no one has.
 */
export async function queryOverQueries(
  sql: string,
  queries: readonly NamedQuery[],
  dialect: DialectName,
): Promise<string> {
  const bodies = await Promise.all(queries.map((query) => withoutSemicolons(query.sql, dialect)));
  const hidden = bodies.map((body, at) => `hw_model${at} as (\n${body.trim()}\n)`);
  const named = queries.map(
    ({ name }, at) => `${dialects[dialect].quoteIdentifier(name)} as (select * from hw_model${at})`,
  );
  const query = (await withoutSemicolons(sql, dialect)).trim();
  const [first] = (await tokenizeSql(query, dialect)) ?? [];
  const isWith = first?.kind === "word" && first.text.toLowerCase() === "with";
  const inner = isWith ? `select * from (\n${query}\n) as hw_merge` : query;
  // In SQLite every WITH may refer to itself, so that the names must not be seen where the models' queries stand.
  if (dialect !== "sqlite") return `with ${[...hidden, ...named].join(",\n")}\n${inner}`;
  return `with ${hidden.join(",\n")}\nselect * from (\nwith ${named.join(",\n")}\n${inner}\n) as hw_rows`;
}
