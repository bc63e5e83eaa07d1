/** A count in a sentence of the viewer, which is English: `12,345`. */
export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
