/**
 * Parts of a dashboard that many have not: their code is loaded when one is first shown, or once the
 * page is at rest, since there is no time for it when it is printed.
 */
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { PartState } from "../app/part.js";
import { importPart, loadProblems } from "../data/load-failure.js";
import { Failure, Skeleton } from "./CardStates.js";

export interface Part<Props extends object> {
  readonly Component: FunctionComponent<Props>;
  /** Starts loading; what cannot be loaded is told where it is shown. */
  readonly prepare: () => void;
}

/** `load` imports the component. */
export function definePart<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): Part<Props> {
  const part = signal<PartState<FunctionComponent<Props>> | undefined>(undefined);

  function prepare(): void {
    const now = part.peek();
    if (now && now.state !== "failed") return;
    part.value = { state: "loading" };
    importPart(load()).then(
      (component) => (part.value = { state: "ready", part: component }),
      (error: unknown) => (part.value = { state: "failed", error }),
    );
  }

  function Component(props: Props) {
    useLayoutEffect(() => {
      if (!part.peek()) prepare();
    }, []);
    const now = part.value;
    if (now?.state === "ready") return <now.part {...props} />;
    if (now?.state !== "failed") return <Skeleton />;
    const problems = loadProblems("A part of the page", now.error);
    return <Failure title="This cannot be shown" problems={problems} onRetry={prepare} />;
  }

  return { Component, prepare };
}
