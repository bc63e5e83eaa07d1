/** Whether a result with the same key is good enough, by when it was made. */
export type ReuseRule = (builtAt: number) => boolean;

/** With `reuse` those that were made at `since` or later, in milliseconds since 1970. */
export function reuseRule({
  reuse = false,
  since = 0,
}: {
  readonly reuse?: boolean;
  readonly since?: number;
}): ReuseRule {
  return (builtAt) => reuse && builtAt >= since;
}
