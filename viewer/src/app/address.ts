/**
 * Addresses of the page: `/` and `/d/<name>/`, below the folder where it is published, with selections in the query.
 * The last slash is there because a static host serves a folder, and not every one adds it.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import { dashboardInFolder, pageFolder } from "../../../src/contract/page-folder.js";

export type Route =
  | { readonly page: "home" }
  | { readonly page: "dashboard"; readonly name: string }
  | { readonly page: "unknown"; readonly path: string };

export interface Router {
  readonly route: ReadonlySignal<Route>;
  /** The query without its question mark. */
  readonly query: ReadonlySignal<string>;
  /** The address of a page, for links. */
  readonly href: (route: Route) => string;
  /** Replaces the query of the current page without a new history entry. */
  readonly replaceQuery: (query: string) => void;
}

/** Takes over clicks on links to pages of this site. `root` is the folder of the published page. */
export function createRouter(window: Window, root: URL): Router {
  const { location, history, document } = window;
  const route = signal(parseRoute(location.pathname, root.pathname));
  const query = signal(location.search.slice(1));

  function read(): void {
    const next = parseRoute(location.pathname, root.pathname);
    if (JSON.stringify(next) !== JSON.stringify(route.value)) route.value = next;
    query.value = location.search.slice(1);
  }

  window.addEventListener("popstate", read);
  document.addEventListener("click", (event) => {
    const target = internalLink(event, root);
    if (!target) return;
    event.preventDefault();
    history.pushState(null, "", target);
    read();
    window.scrollTo(0, 0);
  });

  return {
    route,
    query,
    href: (to) => root.pathname + routePath(to),
    replaceQuery(next) {
      history.replaceState(history.state, "", location.pathname + (next === "" ? "" : `?${next}`));
      query.value = next;
    },
  };
}

export function parseRoute(pathname: string, root: string): Route {
  const path = pathname.startsWith(root) ? pathname.slice(root.length) : pathname;
  const [, name] = /^d\/([^/]+)\/?(?:index\.html)?$/.exec(path) ?? [];
  if (name !== undefined) return { page: "dashboard", name: dashboardInFolder(decode(name)) };
  return path === "" || path === "index.html" ? { page: "home" } : { page: "unknown", path };
}

function routePath(route: Route): string {
  if (route.page === "dashboard") return `d/${encodeURIComponent(pageFolder(route.name))}/`;
  return route.page === "home" ? "" : route.path;
}

/** The address of a plain click on a link into this site; undefined for everything else. */
function internalLink(event: MouseEvent, root: URL): URL | undefined {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!isPlain || event.altKey || event.defaultPrevented) return undefined;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target !== "" || link.hasAttribute("download")) return undefined;
  const url = new URL(link.href, root);
  const isInside = url.origin === root.origin && url.pathname.startsWith(root.pathname);
  const isPage = parseRoute(url.pathname, root.pathname).page !== "unknown";
  return isInside && isPage && url.hash === "" ? url : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
