import type { Context, Hono } from "hono";
import { CARD_ADDRESS } from "../../contract/pages/card.js";
import { DASHBOARD_ADDRESS } from "../../contract/pages/dashboard.js";
import { withPreloads } from "../../site/page-html.js";
import type { Assets } from "../assets.js";
import type { Content } from "../content.js";
import { createBody, sendBody } from "../respond.js";

const IMMUTABLE = "private, max-age=31536000, immutable";
const HTML = "text/html; charset=utf-8";

/** The viewer: one page under all its addresses, each with what it will ask for, and its files. */
export function addPages(
  app: Hono,
  assets: Assets,
  currentContent: () => Promise<Pick<Content, "preloads">>,
): void {
  const page = async (context: Context): Promise<Response> => {
    if (assets.page === undefined) {
      const how = "run `npm run build` in Headwater's folder";
      return context.text(`The viewer is not built: ${how}.\n`, 503);
    }
    const { path } = context.req;
    const written = asWritten(path.slice(1));
    // As hosts of static sites do, so that an address is the same under both. Browsers keep what
    // stands behind `#`.
    if (!path.endsWith("/")) {
      const { search } = new URL(context.req.url);
      if (written.endsWith("/")) return context.redirect(`/${written}${search}`, 302);
    }
    const { preloads } = await currentContent();
    const links = preloads.get(written) ?? [];
    return sendBody(context, createBody(withPreloads(assets.page, links, ""), HTML), "no-cache");
  };
  app.get("/", page);
  app.get("/d/*", page);
  app.get("*", async (context, next) => {
    const asset = assets.files.get(context.req.path);
    if (!asset) return next();
    return sendBody(context, await asset.body(), asset.immutable ? IMMUTABLE : "no-cache");
  });
}

/** A page's path as links write it. */
function asWritten(path: string): string {
  const card = CARD_ADDRESS.parse(path);
  if (card) return CARD_ADDRESS.path(card);
  const dashboard = DASHBOARD_ADDRESS.parse(path);
  return dashboard ? DASHBOARD_ADDRESS.path(dashboard) : path;
}
