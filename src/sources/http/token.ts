import type { Clock } from "./clock.js";
import { HttpFailure } from "./failure.js";

export interface AccessToken {
  /** The header's whole value: `Bearer …`. */
  readonly authorization: string;
  /** Milliseconds since 1970; absent where it does not end by itself. */
  readonly expiresAt?: number;
}

export interface TokenOptions {
  /**
   * Gets a new token. It bounds its own time: several calls wait for it, so none of them stops it
   * for the others.
   */
  readonly login: () => Promise<AccessToken>;
  /** True when the login was refused, not lost; by default for HTTP 400, 401 and 403. */
  readonly isRefusal?: (error: unknown) => boolean;
  readonly clock: Clock;
}

export interface TokenKeeper {
  /**
   * A call with a token that is good for a while; when the service refuses the token (401), once
   * more with a new one.
   */
  authorized<T>(
    call: (authorization: string) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T>;
}

interface HeldToken extends AccessToken {
  /** When it is replaced. */
  readonly goodUntil: number;
}

/**
 * Milliseconds before its end at which a token is used no more, for calls take time and clocks
 * differ.
 */
const EARLY = 60_000;

/**
 * Milliseconds for which a refused login is not tried again: services lock a user after a few wrong
 * ones.
 */
const REFUSED_FOR = 60_000;

/** Keeps one token for many callers: while one logs in, the others wait for the same login. */
export function createTokenKeeper({
  login,
  isRefusal = isRefusedByStatus,
  clock,
}: TokenOptions): TokenKeeper {
  let held: HeldToken | undefined;
  let renewal: Promise<HeldToken> | undefined;
  let refusal: { readonly error: unknown; readonly until: number } | undefined;

  async function renew(): Promise<HeldToken> {
    try {
      const token = await login();
      held = { ...token, goodUntil: goodUntil(token, clock.now()) };
      return held;
    } catch (error) {
      if (isRefusal(error)) refusal = { error, until: clock.now() + REFUSED_FOR };
      throw error;
    }
  }

  async function good(signal: AbortSignal | undefined): Promise<HeldToken> {
    if (held && clock.now() < held.goodUntil) return held;
    if (refusal && clock.now() < refusal.until) throw refusal.error;
    renewal ??= renew().finally(() => (renewal = undefined));
    return orCancelled(renewal, signal);
  }

  return {
    async authorized(call, signal) {
      const token = await good(signal);
      try {
        return await call(token.authorization);
      } catch (error) {
        if (!(error instanceof HttpFailure) || error.answer?.status !== 401) throw error;
        // Another call may have replaced it in the meantime.
        if (held === token) held = undefined;
        const { authorization } = await good(signal);
        return await call(authorization);
      }
    },
  };
}

/** A token that lives shorter than twice the margin is used for the first half of its life. */
function goodUntil({ expiresAt = Infinity }: AccessToken, now: number): number {
  return Math.max(expiresAt - EARLY, (expiresAt + now) / 2);
}

function isRefusedByStatus(error: unknown): boolean {
  return error instanceof HttpFailure && [400, 401, 403].includes(error.answer?.status ?? 0);
}

/** What is waited for goes on when the signal is aborted: others wait for it too. */
function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new HttpFailure("cancelled", "it was cancelled"));
    if (signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    work.then(resolve, reject).finally(() => signal?.removeEventListener("abort", cancel));
  });
}
