/**
 * What the search of the top bar finds: dashboards, the charts, tables and inputs on them, and of
 * models and sources, where the site names them, the cards that draw them.
 */
import {
  cardAnchor,
  DASHBOARD_ADDRESS,
  inputAnchor,
} from "../../../src/contract/pages/dashboard.js";
import type {
  CardSummary,
  DashboardSummary,
  ReadSummary,
} from "../../../src/contract/pages/home.js";

export interface Found {
  readonly kind: "dashboard" | "input" | CardSummary["kind"] | ReadSummary["kind"];
  readonly title: string;
  /** What it is, or where. */
  readonly note: string;
  /** Below the site's folder; a whole address where it leaves the site. */
  readonly path: string;
  readonly external: boolean;
}

interface Entry extends Found {
  /** What else a word may be found in. */
  readonly more: string;
}

/** Takes the markup out of a title. */
type Plain = (title: string) => string;

/** All that can be found, dashboards first. Each kind of thing is found by a list of its own. */
export function entriesOf(dashboards: readonly DashboardSummary[], plain: Plain): Entry[] {
  const cards = dashboards.flatMap((dashboard) =>
    dashboard.cards.map((card): PlacedCard => ({
      card,
      title: plain(card.title ?? card.name),
      on: dashboard.name,
      path: DASHBOARD_ADDRESS.path(dashboard) + cardAnchor(card.kind, card.name),
    })),
  );
  return [
    ...dashboards.map(dashboardEntry),
    ...cards.map(cardEntry),
    ...dashboards.flatMap(inputEntries),
    ...cards.flatMap(readEntries),
  ];
}

function dashboardEntry({ name, description = "", tags, href }: DashboardSummary): Entry {
  return {
    kind: "dashboard",
    title: name,
    note: href === undefined ? "Dashboard" : "Opens a new tab",
    path: href ?? DASHBOARD_ADDRESS.path({ name }),
    external: href !== undefined,
    more: [description, ...tags].join(" "),
  };
}

interface PlacedCard {
  readonly card: CardSummary;
  readonly title: string;
  /** Its dashboard. */
  readonly on: string;
  readonly path: string;
}

function cardEntry({ card, title, on, path }: PlacedCard): Entry {
  const { kind, name, description = "" } = card;
  return { kind, title, note: on, path, external: false, more: `${name} ${description} ${on}` };
}

/** An input leads to the dashboard where it is chosen. */
function inputEntries({ name: dashboard, inputs = [] }: DashboardSummary): Entry[] {
  return inputs.map(({ name, label, description = "" }) => ({
    kind: "input",
    title: label,
    note: `Filter · ${dashboard}`,
    path: DASHBOARD_ADDRESS.path({ name: dashboard }) + inputAnchor(name),
    external: false,
    more: `${name} input ${description} ${dashboard}`,
  }));
}

/** A model or a source has no page: it leads to each card that draws its rows. */
function readEntries({ card, title, on, path }: PlacedCard): Entry[] {
  return (card.reads ?? []).map(({ kind, name }) => ({
    kind,
    title: name,
    note: `${kind === "model" ? "Model" : "Source"} drawn in ${title} · ${on}`,
    path,
    external: false,
    more: `${kind} ${title} ${on}`,
  }));
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
