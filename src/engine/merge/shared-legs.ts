import type { FetchedLeg } from "./fetch-leg.js";
import type { WantedLeg } from "./want-legs.js";

/**
 * The legs of a run that several merges read: the first merge that wants one fetches it, the others
 * get the same.
 */
export class SharedLegs {
  readonly #fetched = new Map<string, Promise<FetchedLeg>>();

  /** The leg as it was fetched before; `fetch` where it is nobody else's or the first. */
  get({ child, shared }: WantedLeg, fetch: () => Promise<FetchedLeg>): Promise<FetchedLeg> {
    if (!shared) return fetch();
    const known = this.#fetched.get(child.model.id) ?? fetch();
    this.#fetched.set(child.model.id, known);
    return known;
  }
}
