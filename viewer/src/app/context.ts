import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { PainterLoader } from "../charts/plotly.js";
import type { Door } from "../data/door.js";
import type { Results } from "../data/results.js";
import type { SiteStore } from "../data/site-store.js";
import type { Formatter } from "../format/value.js";
import type { Theme } from "../theme/theme.js";
import type { Address } from "./address.js";

/** Everything that pages and their components share; made once in `main.tsx`. */
export interface AppContext {
  readonly address: Address;
  readonly store: SiteStore;
  readonly results: Results;
  readonly theme: Theme;
  /** To ask the server for new rows. */
  readonly door: Door;
  /** In the project's language and time zone. */
  readonly formatter: ReadonlySignal<Formatter>;
  /** Milliseconds since 1970; moves on once a minute. */
  readonly now: ReadonlySignal<number>;
  /** Loads the drawing code on its first call. */
  readonly painters: () => Promise<PainterLoader>;
  /** Fetches anew what the open page shows. */
  readonly refresh: () => Promise<void>;
}

export const App = createContext<AppContext | undefined>(undefined);

/** The context of the page; throws outside of it. */
export function useApp(): AppContext {
  const context = useContext(App);
  if (!context) throw new Error("A component was used outside of the page.");
  return context;
}
