import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Who may ask the sources for something: a browser that opened the link of the terminal. Others
 * only look.
 */
export interface Door {
  /** Part of the link; it lets one browser in. */
  readonly token: string;
  /** The key for the browser that brings the token; undefined when that is wrong or used up. */
  login(token: string): string | undefined;
  opensTo(key: string): boolean;
}

export function createDoor(): Door {
  const token = secret();
  const keys: string[] = [];
  return {
    token,
    login(given) {
      if (keys.length > 0 || !isSame(given, token)) return undefined;
      const key = secret();
      keys.push(key);
      return key;
    },
    opensTo: (given) => keys.some((key) => isSame(given, key)),
  };
}

/** 128 bits, as an address may hold them. */
function secret(): string {
  return randomBytes(16).toString("base64url");
}

/** Takes as long whatever the two have in common. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
