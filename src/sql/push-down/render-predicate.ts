import type { PushDownColumn, PushDown } from "./push-down.js";
import type { Constant, Predicate } from "./predicate.js";

/** A column of the query on which conditions are put. */
export interface RenderedColumn extends PushDownColumn {
  /** The column in SQL. */
  readonly sql: string;
  /** False where the type is only a guess: such a column takes no condition. */
  readonly exact: boolean;
}

/** The condition in a dialect, the same or weaker; undefined when nothing of it can be said. */
export function renderPredicate(
  predicate: Predicate,
  columns: readonly RenderedColumn[],
  dialect: PushDown,
): string | undefined {
  return render(predicate);

  function render(part: Predicate): string | undefined {
    if ("of" in part) {
      return joined(part.of.map(render), part.is);
    }
    const column = columns[part.column];
    if (!column) return undefined;
    const { sql } = column;
    if (part.is === "not-null") return `${sql} is not null`;
    const kind = column.exact ? dialect.kindOf(column) : undefined;
    if (kind === undefined) return undefined;
    const fits = ({ kind: own, text }: Constant) => own === kind && !text.includes("\0");
    switch (part.is) {
      case "null":
        return dialect.isNull(sql, kind);
      case "prefix":
        return fits({ kind: "text", text: part.prefix })
          ? dialect.startsWith(sql, part.prefix)
          : undefined;
      case "in":
        return part.constants.every(fits) ? dialect.isAnyOf(sql, part.constants) : undefined;
      default:
        return fits(part.constant)
          ? dialect.compare(sql, part.comparison, part.constant)
          : undefined;
    }
  }
}

function joined(parts: readonly (string | undefined)[], word: "and" | "or"): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  // Leaving one out weakens an `and` and strengthens an `or`.
  if (known.length === 0 || (word === "or" && known.length < parts.length)) return undefined;
  return known.length === 1 ? known[0] : `(${known.join(` ${word} `)})`;
}
