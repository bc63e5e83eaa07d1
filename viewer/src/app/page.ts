/**
 * What the table of pages says of each one. Its entries close over their own types, so that all are
 * used alike.
 */
import { createElement, type FunctionComponent, type JSX } from "preact";
import type { Page, PageAddress } from "../../../src/contract/pages/page.js";
import type { IconName } from "../controls/Icon.js";
import type { OpenDocument } from "../data/site-store.js";

/** A page at a path. */
export interface OpenPage {
  readonly draw: () => JSX.Element;
  /** Its own document, beside the site's; absent: it has none. */
  readonly document?: OpenDocument;
  /** The dashboard whose rows it shows; absent: it shows none. */
  readonly dashboard?: string;
}

/** Where a page stands among the others. */
export interface PagePlace {
  /** The page of the top bar that is marked while this one is open. */
  readonly section: Page;
  /** Its own link in the top bar; absent: it has none. */
  readonly nav?: { readonly label: string; readonly icon: IconName; readonly path: string };
}

/** An entry in the table of pages. */
export interface PageDefinition extends PagePlace {
  /** The page at a path below the site's folder; undefined for the paths of others. */
  readonly open: (path: string) => OpenPage | undefined;
}

interface PlainPage<Params extends object> extends PagePlace {
  readonly address: PageAddress<Params>;
  readonly component: FunctionComponent<Params>;
}

/** A page that draws what `data/site.json` says. */
export function definePage<Params extends object>(page: PlainPage<Params>): PageDefinition {
  const { address, component, ...place } = page;
  return {
    ...place,
    open(path) {
      const params = address.parse(path);
      return params && { draw: () => createElement(component, params) };
    },
  };
}
