import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { SiteData } from "../../../src/contract/pages/dashboard.js";
import type { Result } from "../../../src/contract/result.js";
import { loadedFrom, type LoadedResult } from "./column.js";
import type { Fetcher } from "./fetch.js";
import { importPart } from "./load-failure.js";

export type ResultState =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly result: LoadedResult }
  /** `error` is for `loadProblems`. */
  | { readonly state: "failed"; readonly error: unknown };

/** Results by their address. An address names immutable content, so each is fetched once. */
export interface Results {
  /** Starts loading on the first call. */
  readonly get: (data: SiteData) => ReadonlySignal<ResultState>;
  /** Forgets what is not among `urls`. */
  readonly keepOnly: (urls: ReadonlySet<string>) => void;
  /** Tries again what could not be loaded. */
  readonly retry: () => void;
}

interface Entry {
  readonly data: SiteData;
  readonly state: Signal<ResultState>;
}

/** Nothing is loaded until it is asked for. */
export function createResults(fetcher: Fetcher): Results {
  const entries = new Map<string, Entry>();

  function start({ data, state }: Entry): void {
    state.value = { state: "loading" };
    load(fetcher, data).then(
      (result) => (state.value = { state: "ready", result }),
      (error: unknown) => (state.value = { state: "failed", error }),
    );
  }

  return {
    get(data) {
      const known = entries.get(data.url);
      if (known) return known.state;
      const entry: Entry = { data, state: signal<ResultState>({ state: "loading" }) };
      entries.set(data.url, entry);
      start(entry);
      return entry.state;
    },
    keepOnly(urls) {
      for (const url of entries.keys()) if (!urls.has(url)) entries.delete(url);
    },
    retry() {
      for (const entry of entries.values()) if (entry.state.value.state === "failed") start(entry);
    },
  };
}

async function load(fetcher: Fetcher, { url, format }: SiteData): Promise<LoadedResult> {
  if (format === "json") {
    // Results are written by the engine in the contract's shape.
    return loadedFrom((await fetcher.json(url)) as Result);
  }
  const [{ decodeArrow }, bytes] = await Promise.all([
    importPart(import("./decode-arrow.js")),
    fetcher.bytes(url),
  ]);
  return decodeArrow(bytes);
}
