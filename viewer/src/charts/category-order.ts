/**
 * Categories of several sequences in one order that keeps each sequence's own as far as they agree:
 * what only later ones have is put in behind what stands before it there, or before what follows.
 */
export function mergeOrders(sequences: Iterable<Iterable<string>>): string[] {
  const merged: string[] = [];
  const known = new Set<string>();
  for (const sequence of sequences) {
    let before: string | undefined;
    let run: string[] = [];
    for (const name of new Set(sequence)) {
      if (!known.has(name)) {
        run.push(name);
        continue;
      }
      if (run.length > 0) {
        const place = before === undefined ? merged.indexOf(name) : merged.indexOf(before) + 1;
        merged.splice(place, 0, ...run);
      }
      before = name;
      for (const one of run) known.add(one);
      run = [];
    }
    const place = before === undefined ? merged.length : merged.indexOf(before) + 1;
    merged.splice(place, 0, ...run);
    for (const one of run) known.add(one);
  }
  return merged;
}
