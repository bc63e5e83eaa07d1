/**
 * How a connection to a server is encrypted, from weak to strong; the words are those of
 * PostgreSQL's own programs.
 */
export const SSL_MODES = [
  "disable",
  "allow",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
] as const;

export type SslMode = (typeof SSL_MODES)[number];
