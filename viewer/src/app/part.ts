import { useLayoutEffect, useState } from "preact/hooks";
import { importPart } from "../data/load-failure.js";

/** Code of the page that is loaded when it is needed. */
export type PartState<Part> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly part: Part }
  /** `error` is for `loadProblems`. */
  | { readonly state: "failed"; readonly error: unknown };

/** Loads code of the page when the component is first shown. */
export function usePart<Part>(load: () => Promise<Part>): PartState<Part> {
  const [state, setState] = useState<PartState<Part>>({ state: "loading" });
  // Not after the page is painted: that would be a frame later.
  useLayoutEffect(() => {
    importPart(load()).then(
      (part) => setState({ state: "ready", part }),
      (error: unknown) => setState({ state: "failed", error }),
    );
  }, []);
  return state;
}
