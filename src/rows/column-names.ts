/**
 * Names under which a query's columns can stand in a table: a name that came before, in any case,
 * gets `_1`, `_2` and so on, and an empty one is called `column` and its position from 1.
 */
export function uniqueColumnNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return names.map((name, index) => {
    const base = name === "" ? `column${index + 1}` : name;
    let unique = base;
    for (let n = 1; taken.has(unique.toLowerCase()); n++) {
      const next = `${base}_${n}`;
      if (!wanted.has(next.toLowerCase())) unique = next;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}
