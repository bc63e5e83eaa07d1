/** Names of ours that no name in the user's SQL can be mistaken for. */

/** `name`, or a longer form of it that no text contains. Case does not count. */
export function freeName(name: string, texts: readonly string[]): string {
  const taken = texts.map((text) => text.toLowerCase());
  let free = name;
  while (taken.some((text) => text.includes(free))) free = `hw_${free}`;
  return free;
}

/**
 * `c0`, `c1`, … for the columns of a query. When an expression says such a name, it means the
 * model's column, but ORDER BY would take ours first: then all of them get another prefix.
 */
export function freeAliases(count: number, texts: readonly string[]): readonly string[] {
  const taken = texts.some((text) => /\bc\d/i.test(text));
  const prefix = taken ? freeName("hw_c", texts) : "c";
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}
