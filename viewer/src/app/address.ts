/**
 * The address bar: the path of the open page below the folder where the site is published,
 * selections in the query, and behind `#` the card that is meant.
 */
import { signal, type ReadonlySignal } from "@preact/signals";

export interface Address {
  /** Relative to the site's folder. */
  readonly path: ReadonlySignal<string>;
  /** The query without its question mark. */
  readonly query: ReadonlySignal<string>;
  /** What of the page is meant, with its `#`; empty: all of it. */
  readonly anchor: ReadonlySignal<string>;
  /** What a link to a path below the site's folder names. */
  readonly href: (path: string) => string;
  /** Opens such a path, as a click on its link does. */
  readonly go: (path: string) => void;
  /** Shows such a path instead of the present one, which Back then does not lead to. */
  readonly replace: (path: string) => void;
  /**
   * Changes the query of the current page, so that the browser's Back restores the one before. All
   * changes from one open menu, or while writing into one box, are one step back.
   */
  readonly changeQuery: (query: string) => void;
}

export interface AddressOptions {
  /** The folder of the published site. */
  readonly root: URL;
  /**
   * Whether a path below the folder is one of its pages, so that a click on a link to it loads
   * nothing.
   */
  readonly isPage: (path: string) => boolean;
  /** The query for a link that has none, from the open page to a path below the folder. */
  readonly carried: (from: { readonly path: string; readonly query: string }, to: string) => string;
}

/** Takes over clicks on links to pages of this site. */
export function createAddress(window: Window, { root, isPage, carried }: AddressOptions): Address {
  const { location, history, document } = window;
  const path = signal(pathBelow(root, location.pathname));
  const query = signal(location.search.slice(1));
  const anchor = signal(location.hash);

  /** The menu, sheet or box from which the newest entry of the history came, while it is in use. */
  let origin: Element | null = null;

  function read(): void {
    origin = null;
    path.value = pathBelow(root, location.pathname);
    query.value = location.search.slice(1);
    anchor.value = location.hash;
  }

  function go(target: URL): void {
    if (target.search === "") {
      const from = { path: path.value, query: query.value };
      target.search = carried(from, pathBelow(root, target.pathname));
    }
    history.pushState(null, "", target);
    read();
    if (target.hash === "") window.scrollTo(0, 0);
  }

  function leave({ target }: Event): void {
    if (target === origin) origin = null;
  }

  window.addEventListener("popstate", read);
  // None of them bubbles. A menu that closes tells it by `toggle`, a sheet by `close`.
  document.addEventListener("toggle", leave, true);
  document.addEventListener("close", leave, true);
  document.addEventListener("blur", leave, true);
  document.addEventListener("click", (event) => {
    const target = internalLink(event, root);
    if (!target || !isPage(pathBelow(root, target.pathname))) return;
    event.preventDefault();
    go(target);
  });

  return {
    path,
    query,
    anchor,
    href: (to) => root.pathname + to,
    go: (to) => go(new URL(to, root)),
    replace(to) {
      history.replaceState(history.state, "", new URL(to, root));
      read();
    },
    changeQuery(next) {
      if (next === query.value) return;
      const from = inUse(document);
      const url = location.pathname + (next === "" ? "" : `?${next}`);
      if (from !== null && from === origin) history.replaceState(history.state, "", url);
      else history.pushState(null, "", url);
      origin = from;
      query.value = next;
    },
  };
}

/** The open sheet or menu, else the box that is written into. */
function inUse(document: Document): Element | null {
  const focused = document.activeElement;
  const box = focused?.matches("input:is([type=search], [type=text])") === true ? focused : null;
  return document.querySelector("dialog[open], :popover-open") ?? box;
}

function pathBelow(root: URL, pathname: string): string {
  return pathname.startsWith(root.pathname) ? pathname.slice(root.pathname.length) : pathname;
}

/** The address of a plain click on a link into this site; undefined for everything else. */
function internalLink(event: MouseEvent, root: URL): URL | undefined {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!isPlain || event.altKey || event.defaultPrevented) return undefined;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target !== "" || link.hasAttribute("download")) return undefined;
  const url = new URL(link.href, root);
  const isInside = url.origin === root.origin && url.pathname.startsWith(root.pathname);
  return isInside && url.hash === "" ? url : undefined;
}
