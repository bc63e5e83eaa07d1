import type { Context, Hono } from "hono";
import type { Assets } from "../assets.js";
import { sendBody } from "../respond.js";

const IMMUTABLE = "private, max-age=31536000, immutable";

/** The viewer: one page under all its addresses, and its files. */
export function addPages(app: Hono, assets: Assets): void {
  const page = async (context: Context): Promise<Response> =>
    assets.page
      ? sendBody(context, assets.page, "no-cache")
      : context.text("The viewer is not built: run `npm run build` in Headwater's folder.\n", 503);
  app.get("/", page);
  app.get("/d/*", page);
  app.get("*", async (context, next) => {
    const asset = assets.files.get(context.req.path);
    if (!asset) return next();
    return sendBody(context, await asset.body(), asset.immutable ? IMMUTABLE : "no-cache");
  });
}
