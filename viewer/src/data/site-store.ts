/** What the page knows of the site: fetched at the start and again whenever something is published. */
import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import type { SiteDashboard, SiteData } from "../../../src/contract/pages/dashboard.js";
import type { Site } from "../../../src/contract/pages/home.js";
import type { Fetcher } from "./fetch.js";
import { failureText, type Results } from "./results.js";

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export type DashboardState =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly dashboard: SiteDashboard }
  | { readonly state: "missing" }
  | { readonly state: "failed"; readonly message: string };

export interface SiteStore {
  readonly site: ReadonlySignal<Site | undefined>;
  /** Why there is no site. */
  readonly failure: ReadonlySignal<string | undefined>;
  /** Of the project as it is being edited; the page shows the last good state below them. */
  readonly problems: Signal<readonly FramedDiagnostic[]>;
  readonly progress: Signal<Progress | undefined>;
  /** The state of a dashboard; fetched on the first call. */
  readonly dashboard: (name: string) => ReadonlySignal<DashboardState>;
  /** Fetches the site and the named dashboard again; what is shown stays until they are here. */
  readonly refresh: (open?: string) => Promise<void>;
}

export function createSiteStore(fetcher: Fetcher, results: Results): SiteStore {
  const site = signal<Site | undefined>(undefined);
  const failure = signal<string | undefined>(undefined);
  const dashboards = new Map<string, Signal<DashboardState>>();

  async function loadDashboard(name: string, state: Signal<DashboardState>): Promise<void> {
    const url = site.value?.dashboards.find((summary) => summary.name === name)?.url;
    if (url === undefined) {
      if (site.value) state.value = { state: "missing" };
      return;
    }
    try {
      // The server and `dist` write this file in the contract's shape.
      const dashboard = (await fetcher.document(url)) as SiteDashboard;
      state.value = { state: "ready", dashboard };
    } catch (error) {
      if (state.value.state !== "ready") {
        state.value = { state: "failed", message: failureText(error) };
      }
    }
  }

  async function refresh(open?: string): Promise<void> {
    try {
      // As above: written in the contract's shape.
      site.value = (await fetcher.document("data/site.json")) as Site;
      failure.value = undefined;
    } catch (error) {
      failure.value = failureText(error);
      return;
    }
    for (const name of dashboards.keys()) if (name !== open) dashboards.delete(name);
    const state = open === undefined ? undefined : dashboards.get(open);
    if (open !== undefined && state) await loadDashboard(open, state);
    results.keepOnly(
      new Set(state?.value.state === "ready" ? dataUrls(state.value.dashboard) : []),
    );
  }

  return {
    site,
    failure,
    problems: signal([]),
    progress: signal(undefined),
    refresh,
    dashboard(name) {
      let state = dashboards.get(name);
      if (!state) {
        state = signal<DashboardState>({ state: "loading" });
        dashboards.set(name, state);
        void loadDashboard(name, state);
      }
      return state;
    },
  };
}

function dataUrls({ traces, tables }: SiteDashboard): string[] {
  const data: (SiteData | undefined)[] = [
    ...Object.values(traces).map((trace) => trace.data),
    ...Object.values(tables).map((table) => table.model?.data),
  ];
  return data.flatMap((one) => (one ? [one.url] : []));
}
