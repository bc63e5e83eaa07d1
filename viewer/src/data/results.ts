import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { StoredResult } from "../../../src/contract/cube.js";
import type { SiteData } from "../../../src/contract/pages/dashboard.js";
import { loadedFrom, type StoredRows } from "./column.js";
import type { Fetcher } from "./fetch.js";
import type { FollowingResult } from "./following-result.js";
import { importPart } from "./load-failure.js";
import type { ResultState } from "./result-state.js";

/** A result that was asked for; one that follows inputs has rows once something is chosen. */
export type StoredState =
  | ResultState
  | { readonly state: "following"; readonly result: FollowingResult };

/** Results by their address. An address names immutable content, so each is fetched once. */
export interface Results {
  /** Starts loading on the first call. */
  readonly get: (data: SiteData) => ReadonlySignal<StoredState>;
  /** Forgets what is not among `urls`. */
  readonly keepOnly: (urls: ReadonlySet<string>) => void;
  /** Tries again what could not be loaded. */
  readonly retry: () => void;
}

interface Entry {
  readonly data: SiteData;
  readonly state: Signal<StoredState>;
}

/** Nothing is loaded until it is asked for. */
export function createResults(fetcher: Fetcher): Results {
  const entries = new Map<string, Entry>();

  function start({ data, state }: Entry): void {
    load(fetcher, data).then(
      (loaded) => (state.value = loaded),
      (error: unknown) => (state.value = { state: "failed", error }),
    );
  }

  return {
    get(data) {
      const known = entries.get(data.url);
      if (known) return known.state;
      const entry: Entry = { data, state: signal<StoredState>({ state: "loading" }) };
      entries.set(data.url, entry);
      start(entry);
      return entry.state;
    },
    keepOnly(urls) {
      for (const url of entries.keys()) if (!urls.has(url)) entries.delete(url);
    },
    retry() {
      for (const entry of entries.values()) {
        if (entry.state.value.state !== "failed") continue;
        entry.state.value = { state: "loading" };
        start(entry);
      }
    },
  };
}

async function load(fetcher: Fetcher, data: SiteData): Promise<StoredState> {
  const { cube, ...result } = await stored(fetcher, data);
  if (!cube) return { state: "ready", result };
  const { followingResult, calculates } = await importPart(import("./following-result.js"));
  if (!calculates(cube)) return { state: "following", result: followingResult(result, cube) };
  const { arithmeticOf } = await importPart(import("../../../src/fold/arithmetic/expression.js"));
  return { state: "following", result: followingResult(result, cube, arithmeticOf) };
}

async function stored(fetcher: Fetcher, { url, format }: SiteData): Promise<StoredRows> {
  if (format === "json") {
    // Results are written by the engine in the contract's shape.
    return loadedFrom((await fetcher.json(url)) as StoredResult);
  }
  const [{ decodeArrow }, bytes] = await Promise.all([
    importPart(import("./decode-arrow.js")),
    fetcher.bytes(url),
  ]);
  return decodeArrow(bytes);
}
