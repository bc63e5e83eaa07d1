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
    .toSorted((a, b) => a.distance - b.distance || inOrder(a.name, b.name))
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
  if (near.length > 0) return didYouMean(near);
  return names.length > 0 && names.length <= listed ? knownHere(names) : undefined;
}

/** "Did you mean `a`, `b` or `c`?", in this order; there is one at least. */
export function didYouMean(names: readonly string[]): string {
  const last = quoted(names.at(-1) ?? "");
  const others = names.slice(0, -1).map(quoted).join(", ");
  return `Did you mean ${others === "" ? last : `${others} or ${last}`}?`;
}

/** "Known here: `a`, `b`.", sorted so that one is found among many; numbers by their size. */
export function knownHere(names: readonly string[]): string {
  const sorted = names.toSorted(inOrder);
  return `Known here: ${sorted.map(quoted).join(", ")}.`;
}

/** Made when the first list is shown: it takes longer than all else of a hint. */
let order: Intl.Collator | undefined;

function inOrder(a: string, b: string): number {
  order ??= new Intl.Collator("en", { numeric: true });
  return order.compare(a, b);
}

function quoted(name: string): string {
  return `\`${name}\``;
}
