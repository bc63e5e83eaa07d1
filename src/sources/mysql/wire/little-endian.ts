/**
 * Numbers of rows, whose length has been checked: Node's own readers check every one again. They
 * take part in loops over millions of values.
 */

export function uint16At(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

/** Signed. */
export function int32At(bytes: Uint8Array, at: number): number {
  return uint16At(bytes, at) | (uint16At(bytes, at + 2) << 16);
}
