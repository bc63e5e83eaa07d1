/** What is sent along in a query: rows of one model. */
export const MOST_ROWS = 10_000;
/** Bytes of SQL of all models in one query. */
export const MOST_BYTES = 262_144;
