import type { LoadedResult } from "./column.js";

/** The rows behind an object, or why there are none. */
export type ResultState =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly result: LoadedResult }
  /** `error` is for `loadProblems`. */
  | { readonly state: "failed"; readonly error: unknown }
  /** The source would refuse what is chosen; `why` is a sentence. */
  | { readonly state: "refused"; readonly why: string };
