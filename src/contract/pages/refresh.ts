/**
 * What a page may ask of `serve`, each by POST. The login takes `{token}`, the part of the terminal's
 * link behind {@link LOGIN_MARK}, and answers `{key}`; the others want that key as a bearer.
 * A refresh takes `{dashboard?}`.
 */
export const LOGIN_URL = "/data/login";
export const REFRESH_URL = "/data/refresh";
export const STOP_URL = "/data/refresh/stop";

/** Stands before the token in the address; browsers send no such part to a server. */
export const LOGIN_MARK = "#login=";
