/**
 * Names under which a query's columns can stand in a table: a name that came before, in any case,
 * gets `_1`, `_2` and so on. An empty one is called as `invented` says, `column` and its position
 * from 1 when absent; such a name is never one that is given, and gives way to it.
 */
export function uniqueColumnNames(
  names: readonly string[],
  invented: (index: number) => string = (index) => `column${index + 1}`,
): string[] {
  const taken = new Set<string>();
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return names.map((name, index) => {
    const base = name === "" ? invented(index) : name;
    const isFree = (candidate: string) =>
      !taken.has(candidate.toLowerCase()) &&
      (candidate === name || !wanted.has(candidate.toLowerCase()));
    let unique = base;
    for (let n = 1; !isFree(unique); n++) unique = `${base}_${n}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
