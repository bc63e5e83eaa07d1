/** The ways to log in, the one to be preferred first. */
export const AUTHENTICATORS = ["key_pair", "token", "oauth", "password", "browser"] as const;

export type Authenticator = (typeof AUTHENTICATORS)[number];

/** The fields of a source that say how it logs in, or are for one of the ways. */
interface LoginFields {
  readonly authenticator?: Authenticator | undefined;
  readonly private_key_path?: string | undefined;
  readonly private_key?: string | undefined;
  readonly token?: string | undefined;
  readonly token_path?: string | undefined;
}

/** How the source logs in: what it says, else what its fields are for. */
export function authenticatorOf(config: LoginFields): Authenticator {
  if (config.authenticator) return config.authenticator;
  if (config.private_key_path !== undefined || config.private_key !== undefined) return "key_pair";
  return config.token !== undefined || config.token_path !== undefined ? "token" : "password";
}
