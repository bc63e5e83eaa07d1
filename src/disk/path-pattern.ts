/** Paths that stand for several files: `*`, `**`, `?` and `[…]`. */
const PATTERN = /[*?[]/;

export function isPathPattern(path: string): boolean {
  return PATTERN.test(path);
}
