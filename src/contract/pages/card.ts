/**
 * A chart or a table on a page of its own. It draws from its dashboard's document, so it has none.
 */
import { nameInFolder, pageFolder } from "../page-folder.js";
import { pathPart } from "./dashboard.js";
import type { PageAddress } from "./page.js";

/** A chart or a table of a dashboard. */
export interface CardPlace {
  readonly dashboard: string;
  readonly kind: "chart" | "table";
  readonly name: string;
}

/** Below its dashboard's path, ending in a slash as that does. */
export const CARD_ADDRESS: PageAddress<CardPlace> = {
  path: ({ dashboard, kind, name }) =>
    `d/${encodeURIComponent(pageFolder(dashboard))}/${kind}/${encodeURIComponent(pageFolder(name))}/`,
  parse(path) {
    const [, folder, kind, card] =
      /^d\/([^/]+)\/(chart|table)\/([^/]+)\/?(?:index\.html)?$/.exec(path) ?? [];
    if (folder === undefined || card === undefined) return undefined;
    return {
      dashboard: nameInFolder(pathPart(folder)),
      kind: kind === "table" ? "table" : "chart",
      name: nameInFolder(pathPart(card)),
    };
  },
};
