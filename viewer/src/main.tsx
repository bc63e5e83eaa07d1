/** Puts the page together: address, data, theme and live updates are made here and handed down. */
import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";
import type { SiteEvent } from "../../src/contract/events.js";
import { createAddress } from "./app/address.js";
import { carriedChoices } from "./app/carried-choices.js";
import { App, type AppContext } from "./app/context.js";
import type { PainterLoader } from "./charts/plotly.js";
import { Pages } from "./controls/site-pages.js";
import { createDoor } from "./data/door.js";
import { createFetcher } from "./data/fetch.js";
import { followEvents } from "./data/live.js";
import { importPart } from "./data/load-failure.js";
import { createResults } from "./data/results.js";
import { createSiteStore } from "./data/site-store.js";
import { viewerDiagnostic } from "./data/viewer-diagnostic.js";
import { createFormatter } from "./format/value.js";
import { openOnlyDashboard } from "./pages/open-only-dashboard.js";
import { Page } from "./pages/Page.js";
import { openPage } from "./pages/pages.js";
import { createTheme } from "./theme/theme.js";
import "./theme/tokens.css";
import "./theme/base.css";
import "./theme/paper.css";

/** This file is published as `assets/…js`, one folder below the page's root. */
const root = new URL(/* @vite-ignore */ "../", import.meta.url);
const fetcher = createFetcher(root);
const results = createResults(fetcher);
const store = createSiteStore(fetcher, results);
const isPage = (path: string) => openPage(path) !== undefined;
const address = createAddress(window, {
  root,
  isPage,
  carried: (from, to) => carriedChoices(store.site.value, from, to),
});
const now = signal(Date.now());
const formatter = computed(() => {
  const site = store.site.value;
  return createFormatter({
    timeZone: site?.timeZone ?? "UTC",
    ...(site?.locale === undefined ? {} : { locale: site.locale }),
  });
});
let loader: Promise<PainterLoader> | undefined;

const context: AppContext = {
  address,
  store,
  results,
  theme: createTheme(window),
  door: createDoor(window, root),
  formatter,
  now,
  painters: () => {
    loader ??= importPart(import("./charts/plotly.js")).then((module) =>
      module.createPainterLoader(document, root),
    );
    return loader;
  },
  refresh: () => store.refresh(openPage(address.path.value)?.document),
};

const mount = document.getElementById("app");
if (mount) {
  render(
    <App.Provider value={context}>
      <Pages.Provider value={{ root, isPage }}>
        <Page />
      </Pages.Provider>
    </App.Provider>,
    mount,
  );
}
openOnlyDashboard(performance, context);
setInterval(() => (now.value = Date.now()), 60_000);
void context.refresh();

const events = computed(() => store.site.value?.events);
effect(() => {
  const { value: url } = events;
  if (url === undefined) return undefined;
  return followEvents({
    document,
    url: new URL(url, root),
    onEvent: receive,
    onReturn: () => void context.refresh(),
    onLost: () => (store.failure.value = [viewerDiagnostic("viewer-not-live", {})]),
  });
});

function receive(event: SiteEvent): void {
  if (event.type === "problems") store.problems.value = event.problems;
  if (event.type === "progress") {
    store.progress.value = event.done < event.total ? event : undefined;
  }
  if (event.type === "published") {
    store.progress.value = undefined;
    void context.refresh();
  }
}
