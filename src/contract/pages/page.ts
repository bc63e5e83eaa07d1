/**
 * Pages that a site may have. Each has a file of its name beside this one (its document and its
 * address), one in `src/site/pages/` that builds the document, and a folder in `viewer/src/pages/`
 * that draws it. A card's page draws from the document of its dashboard.
 */
export type Page = "home" | "dashboard" | "card";

/** The paths of a page, relative to the site's folder. */
export interface PageAddress<Params> {
  readonly path: (params: Params) => string;
  /** The parameters in a path of this page; undefined for the paths of others. */
  readonly parse: (path: string) => Params | undefined;
}
