import type { Page } from "../../../src/contract/pages/page.js";
import type { OpenPage, PageDefinition } from "../app/page.js";
import { CARD_PAGE } from "./card/page.js";
import { DASHBOARD_PAGE } from "./dashboard/page.js";
import { HOME_PAGE } from "./home/page.js";

/** All pages; those with a link in the top bar stand there in this order. */
export const PAGES: Readonly<Record<Page, PageDefinition>> = {
  home: HOME_PAGE,
  dashboard: DASHBOARD_PAGE,
  card: CARD_PAGE,
};

/** The page at a path below the site's folder, and its name; undefined when there is none. */
export function openPage(path: string): (OpenPage & { readonly name: string }) | undefined {
  for (const [name, { open }] of Object.entries(PAGES)) {
    const page = open(path);
    if (page) return { ...page, name };
  }
  return undefined;
}
