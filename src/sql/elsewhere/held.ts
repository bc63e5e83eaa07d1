/** What keeps a query from meaning the same in another engine. */
export interface HeldReason {
  /** In words that stand before "may mean something else": `a window`. */
  readonly what: string;
  /** Position in the SQL, of bytes. */
  readonly at?: number;
  /** Words of the SQL of which the first that it has stands there, where the position is not known. */
  readonly words?: readonly string[];
}

/** Thrown by what writes a query, and caught where all of it is asked for. */
export class Held extends Error {
  constructor(readonly reason: HeldReason) {
    super(reason.what);
  }
}

/** The same reason for what stands at a place. */
export function held(
  what: string,
  place: { readonly at?: number } = {},
  ...words: readonly string[]
): Held {
  return new Held({
    what,
    ...(place.at !== undefined && { at: place.at }),
    ...(words.length > 0 && { words }),
  });
}
