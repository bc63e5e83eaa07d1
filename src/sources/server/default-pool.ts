/** Sessions of a source that does not say how many. */
export const DEFAULT_POOL = 4;
