import type { SnowflakeConfig } from "./config.js";

/** Where an account is reached. */
export interface Address {
  /** With `https://`; with `http://` only on this machine. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly encrypted: boolean;
}

/** The address that was given, else the one that the account's name stands for. */
export function addressOf({ account, access_url: given }: SnowflakeConfig): Address {
  const url = new URL(given ?? `https://${hostOf(account)}`);
  const encrypted = url.protocol === "https:";
  const port = url.port === "" ? (encrypted ? 443 : 80) : Number(url.port);
  return { url: url.origin, host: url.hostname.replace(/^\[|\]$/g, ""), port, encrypted };
}

/** A name of a host has no underscores, and accounts in China another ending. */
function hostOf(account: string): string {
  const name = account.toLowerCase().replaceAll("_", "-");
  return `${name}.snowflakecomputing.${/\.cn-/.test(name) ? "cn" : "com"}`;
}
