const PLAIN = /^(?:[\w$]+\.)*([A-Za-z_][\w$]*)$/;
const QUOTED = /^(?:[\w$]+\.|["`[][^"`\]]+["`\]]\.)*["`[]([^"`\]]+)["`\]]$/;
const LONGEST = 40;

/**
 * What a reader may call the values of an expression: the column's name, or a short expression as
 * it is written. Undefined where that is long or holds literals, which are not for the public.
 */
export function sqlName(sql: string): string | undefined {
  const text = sql.trim().replaceAll(/\s+/g, " ");
  const column = columnName(text);
  if (column !== undefined) return column;
  return text.length > LONGEST || text.includes("'") ? undefined : text;
}

/** The name of the column where an expression is no more than one. */
export function columnName(sql: string): string | undefined {
  const text = sql.trim();
  return (PLAIN.exec(text) ?? QUOTED.exec(text))?.[1];
}
