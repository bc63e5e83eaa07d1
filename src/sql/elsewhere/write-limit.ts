import type { BoundRelation } from "./bound-query.js";
import { held } from "./held.js";
import {
  derivedFrom,
  list,
  orderBy,
  rest,
  usable,
  type Order,
  type Part,
  type WriteContext,
} from "./part.js";

/** The first rows are the same only where every order that the keys allow has the same rows there. */
export function writeLimit(
  relation: Extract<BoundRelation, { is: "limit" }>,
  of: Part,
  { rules, nextAlias }: WriteContext,
): Part {
  const ordered = new Set(of.order.map(({ sql }) => sql));
  const cells = of.cells.map(usable);
  const isTotal = [of.keys ?? [""], cells.map(({ sql }) => sql)].some((keys) =>
    keys.every((key) => ordered.has(key)),
  );
  if (!isTotal || cells.some(({ type }) => !rules.groups(type)))
    throw held("a LIMIT whose ORDER BY does not tell all rows apart", {}, "limit");
  const part = derivedFrom(
    `select ${list(cells)}${rest(of)}${orderBy(of)}${rules.limit(relation.limit, relation.offset)}`,
    cells,
    nextAlias(),
  );
  const order = of.order.map(({ sql, how }): Order => {
    const at = cells.findIndex((cell) => cell.sql === sql);
    const cell = part.cells[at];
    if (!cell) throw held("an ORDER BY of what LIMIT leaves out", {}, "limit");
    return { sql: usable(cell).sql, how };
  });
  return { ...part, order };
}
