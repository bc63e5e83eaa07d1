/** What the search of the top bar finds: dashboards, and the charts and tables on them. */
import { cardAnchor, DASHBOARD_ADDRESS } from "../../../src/contract/pages/dashboard.js";
import type { CardSummary, DashboardSummary } from "../../../src/contract/pages/home.js";

export interface Found {
  readonly kind: "dashboard" | CardSummary["kind"];
  readonly title: string;
  /** The dashboard of a chart or a table. */
  readonly on?: string;
  /** Below the site's folder; a whole address where it leaves the site. */
  readonly path: string;
  readonly external: boolean;
}

interface Entry extends Found {
  /** What else a word may be found in. */
  readonly more: string;
}

/** All that can be found, dashboards first. `plain` takes the markup out of a title. */
export function entriesOf(
  dashboards: readonly DashboardSummary[],
  plain: (title: string) => string,
): Entry[] {
  const pages = dashboards.map(({ name, description = "", tags, href }): Entry => ({
    kind: "dashboard",
    title: name,
    path: href ?? DASHBOARD_ADDRESS.path({ name }),
    external: href !== undefined,
    more: [description, ...tags].join(" "),
  }));
  const cards = dashboards.flatMap(({ name: on, cards: all }) =>
    all.map(({ kind, name, title, description = "" }): Entry => ({
      kind,
      title: plain(title ?? name),
      on,
      path: DASHBOARD_ADDRESS.path({ name: on }) + cardAnchor(kind, name),
      external: false,
      more: `${name} ${description} ${on}`,
    })),
  );
  return [...pages, ...cards];
}

/**
 * The entries that hold every word of a text, the nearest first: whose title begins with it, where
 * all words begin words of the title, where they are in the title, where they are elsewhere. Equal
 * ones keep their order.
 */
export function findPages(entries: readonly Entry[], text: string): Found[] {
  const wanted = text.toLowerCase().trim();
  const words = wanted.split(/\s+/);
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, wanted, words) }))
    .filter(({ rank }) => rank < NOWHERE)
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ entry }) => entry);
}

const NOWHERE = 4;

function rankOf({ title, more }: Entry, text: string, words: readonly string[]): number {
  const name = title.toLowerCase();
  if (name.startsWith(text)) return 0;
  const parts = name.split(/[^\p{L}\p{N}]+/u);
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 1;
  if (words.every((word) => name.includes(word))) return 2;
  const all = `${name} ${more.toLowerCase()}`;
  return words.every((word) => all.includes(word)) ? 3 : NOWHERE;
}
