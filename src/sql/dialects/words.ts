/** A set from words separated by white space, so that long tables stay readable. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
