/**
 * An expression that is not proved to be computed as its source does. `inexact`: its outcome would
 * depend on the last digits of a sum of doubles. The message is a part of a sentence.
 */
export class Refused extends Error {
  constructor(
    readonly reason: "unproved" | "inexact",
    why: string,
  ) {
    super(why);
  }
}

/** An operation that a dialect's rules do not know. */
export function unproved(operation: string): Refused {
  return new Refused("unproved", `${operation} is not computed in the page as the source does it`);
}
