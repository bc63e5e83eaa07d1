/**
 * What the page knows of the site: fetched at the start and again whenever something is published.
 */
import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import type { Site } from "../../../src/contract/pages/home.js";
import type { Fetcher } from "./fetch.js";
import { loadProblems } from "./load-failure.js";
import type { Results } from "./results.js";

/** Of a run: jobs done, of all. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Somebody, or the clock, wanted the sources to be asked again. */
  readonly refresh?: true;
}

/** A page's own document, beside the site's. */
export type DocumentState =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly document: unknown }
  | { readonly state: "failed"; readonly problems: readonly FramedDiagnostic[] };

/** The document of the open page. */
export interface OpenDocument {
  /** Begins a sentence about it. */
  readonly what: string;
  /** Its address; undefined when the site has none such. */
  readonly url: (site: Site) => string | undefined;
  /** Addresses of the results that it names. */
  readonly results: (document: unknown) => Iterable<string>;
}

export interface SiteStore {
  readonly site: ReadonlySignal<Site | undefined>;
  /** Why there is no site, or why the shown one is not the newest; empty when all is well. */
  readonly failure: Signal<readonly FramedDiagnostic[]>;
  /** Of the project as it is being edited; the page shows the last good state below them. */
  readonly problems: Signal<readonly FramedDiagnostic[]>;
  readonly progress: Signal<Progress | undefined>;
  /**
   * The state of the document at an address; fetched on the first call. `what` begins a sentence
   * about it.
   */
  readonly document: (url: string, what: string) => ReadonlySignal<DocumentState>;
  /**
   * Fetches the site and the open page's document again; what is shown stays until they are here.
   */
  readonly refresh: (open?: OpenDocument) => Promise<void>;
}

/** An empty store; `refresh` fills it. */
export function createSiteStore(fetcher: Fetcher, results: Results): SiteStore {
  const site = signal<Site | undefined>(undefined);
  const failure = signal<readonly FramedDiagnostic[]>([]);
  const documents = new Map<string, Signal<DocumentState>>();

  /** Resolves to what is wrong; then a document that is shown already stays. */
  async function load(
    url: string,
    what: string,
    state: Signal<DocumentState>,
    answer = fetcher.document(url),
  ): Promise<readonly FramedDiagnostic[]> {
    try {
      const document = await answer;
      const before = state.value;
      const isNew = before.state !== "ready" || before.document !== document;
      if (isNew) state.value = { state: "ready", document };
      return [];
    } catch (error) {
      const problems = loadProblems(what, error);
      if (state.value.state !== "ready") state.value = { state: "failed", problems };
      return problems;
    }
  }

  async function refresh(open?: OpenDocument): Promise<void> {
    // The open page is most likely where it was: both are asked for at once.
    const likely = open && site.value && open.url(site.value);
    const early = likely === undefined ? undefined : fetcher.document(likely);
    early?.catch(() => undefined);
    let current: Site;
    try {
      // The server and `dist` write this file in the contract's shape.
      current = (await fetcher.document("data/site.json")) as Site;
    } catch (error) {
      failure.value = loadProblems("The list of dashboards", error);
      return;
    }
    site.value = current;
    const url = open?.url(current);
    for (const known of documents.keys()) if (known !== url) documents.delete(known);
    const state = url === undefined ? undefined : documents.get(url);
    const problems =
      open && url !== undefined && state
        ? await load(url, open.what, state, url === likely ? early : undefined)
        : [];
    failure.value = state?.value.state === "ready" ? problems : [];
    const document = state?.value;
    results.keepOnly(new Set(document?.state === "ready" ? open?.results(document.document) : []));
    results.retry();
  }

  return {
    site,
    failure,
    problems: signal([]),
    progress: signal(undefined),
    refresh,
    document(url, what) {
      let state = documents.get(url);
      if (!state) {
        state = signal<DocumentState>({ state: "loading" });
        documents.set(url, state);
        void load(url, what, state);
      }
      return state;
    },
  };
}
