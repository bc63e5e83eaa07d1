const LISTED = 8;

/** Edits (insert, delete, replace, swap of neighbours) between two words, capped at `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + cost,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      row[j] = best;
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? limit + 1;
}

/** Shortest beginning that two words must share to count as near: `cohort` and `cohort_on`. */
const SHARED_START = 3;

/**
 * Known words near to `word` or beginning alike, nearest first, at most three; case does not count.
 */
export function nearest(word: string, known: Iterable<string>): string[] {
  const lower = word.toLowerCase();
  const limit = Math.max(1, Math.min(3, Math.floor(word.length / 3)));
  const found: { name: string; distance: number }[] = [];
  for (const name of known) {
    const other = name.toLowerCase();
    const distance = editDistance(lower, other, limit);
    const begins =
      Math.min(lower.length, other.length) >= SHARED_START &&
      (other.startsWith(lower) || lower.startsWith(other));
    if (distance <= limit) found.push({ name, distance });
    else if (begins) found.push({ name, distance: limit + 1 });
  }
  return found
    .toSorted((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/**
 * "Did you mean …?" when a word is near; the whole list when it has at most `listed` words; else
 * undefined.
 */
export function suggest(
  word: string,
  known: Iterable<string>,
  listed = LISTED,
): string | undefined {
  const names = [...known];
  const near = nearest(word, names);
  if (near.length > 0) return `Did you mean ${near.map(quoted).join(" or ")}?`;
  if (names.length > 0 && names.length <= listed)
    return `Known here: ${names.map(quoted).join(", ")}.`;
  return undefined;
}

function quoted(name: string): string {
  return `\`${name}\``;
}
