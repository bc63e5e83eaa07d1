import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { LOGIN_URL, REFRESH_URL, STOP_URL } from "../../contract/pages/refresh.js";
import type { Door } from "../door.js";

export interface RefreshOptions {
  readonly door: Door;
  /**
   * Asks the sources again for a dashboard, or for all, which goes on behind the answer; false for
   * one that is not there.
   */
  readonly refresh: (dashboard: string | undefined) => boolean;
  readonly stopRefresh: () => void;
}

const MOST_BYTES = 4096;

/** Paths that take POST: all that a page can change. */
export const CHANGES: ReadonlySet<string> = new Set([LOGIN_URL, REFRESH_URL, STOP_URL]);

/**
 * The login with the token of the terminal's link, and what a browser that has its key may ask for.
 * The key comes in a header, which no page of another site can send along.
 */
export function addRefresh(app: Hono, { door, refresh, stopRefresh }: RefreshOptions): void {
  const onError = (context: Context) => context.text("That is too long.\n", 413);
  app.post("*", bodyLimit({ maxSize: MOST_BYTES, onError }));
  app.post(LOGIN_URL, async (context) => {
    const key = door.login((await fieldOf(context, "token")) ?? "");
    return key === undefined ? context.text("This link is used up.\n", 403) : context.json({ key });
  });
  app.post(REFRESH_URL, async (context) => {
    if (!isLoggedIn(context, door)) return refused(context);
    const isKnown = refresh(await fieldOf(context, "dashboard"));
    return isKnown ? context.body(null, 202) : context.notFound();
  });
  app.post(STOP_URL, (context) => {
    if (!isLoggedIn(context, door)) return refused(context);
    stopRefresh();
    return context.body(null, 202);
  });
}

function isLoggedIn(context: Context, door: Door): boolean {
  const [scheme, key = ""] = (context.req.header("authorization") ?? "").split(" ");
  return scheme === "Bearer" && door.opensTo(key);
}

function refused(context: Context): Response {
  return context.text("Open the link that the terminal of `headwater serve` shows.\n", 401);
}

/** A text of the request's JSON object; undefined when it is not there. */
async function fieldOf(context: Context, name: string): Promise<string | undefined> {
  const body: unknown = await context.req.json().catch(() => undefined);
  if (typeof body !== "object" || body === null) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === "string" ? value : undefined;
}
