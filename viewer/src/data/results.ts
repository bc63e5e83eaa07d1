import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Result } from "../../../src/contract/result.js";
import type { SiteData } from "../../../src/contract/pages/dashboard.js";
import { loadedFrom, type LoadedResult } from "./column.js";
import { LoadFailure, type Fetcher } from "./fetch.js";

export type ResultState =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly result: LoadedResult }
  | { readonly state: "failed"; readonly message: string };

/** Results by their address. An address names immutable content, so each is fetched once. */
export interface Results {
  /** Starts loading on the first call. */
  readonly get: (data: SiteData) => ReadonlySignal<ResultState>;
  /** Forgets what is not among `urls`. */
  readonly keepOnly: (urls: ReadonlySet<string>) => void;
}

export function createResults(fetcher: Fetcher): Results {
  const states = new Map<string, Signal<ResultState>>();
  return {
    get(data) {
      const known = states.get(data.url);
      if (known) return known;
      const state = signal<ResultState>({ state: "loading" });
      states.set(data.url, state);
      load(fetcher, data).then(
        (result) => (state.value = { state: "ready", result }),
        (error: unknown) => {
          states.delete(data.url);
          state.value = { state: "failed", message: failureText(error) };
        },
      );
      return state;
    },
    keepOnly(urls) {
      for (const url of states.keys()) if (!urls.has(url)) states.delete(url);
    },
  };
}

async function load(fetcher: Fetcher, { url, format }: SiteData): Promise<LoadedResult> {
  if (format === "json") {
    // Results are written by the engine in the contract's shape.
    return loadedFrom((await fetcher.json(url)) as Result);
  }
  const [{ decodeArrow }, bytes] = await Promise.all([
    import("./decode-arrow.js"),
    fetcher.bytes(url),
  ]);
  return decodeArrow(bytes);
}

/** What a card says when its file cannot be had. */
export function failureText(error: unknown): string {
  return error instanceof LoadFailure
    ? error.message
    : `The data cannot be read: ${String(error)}.`;
}
