/** The rows behind a card. */
import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { SiteObject } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { gather, type Gathered } from "../data/loaded.js";
import { useNear } from "./near.js";

export interface CardData<Kind extends SiteObject> extends Gathered<Kind> {
  /** Newer results than the shown ones are on their way. */
  readonly updating: boolean;
  /** Set when some could not be loaded: tries them again. */
  readonly retry?: () => void;
}

/**
 * The results of some objects, loaded when `frame` comes near the window, for paper, and when they
 * are `wanted`; undefined until then.
 */
export function useCardData<Kind extends SiteObject>(
  frame: RefObject<Element | null>,
  objects: readonly Kind[],
  wanted = false,
): CardData<Kind> | undefined {
  const { results, theme } = useApp();
  const near = useNear(frame) || theme.paper.value || wanted;
  const data = useLastGood(near ? gather(objects, (one) => results.get(one).value) : undefined);
  return data?.lost === true ? { ...data, retry: results.retry } : data;
}

/** Keeps what was shown while newer results are loading, so that nothing flickers. */
function useLastGood<Kind extends SiteObject>(
  data: Gathered<Kind> | undefined,
): CardData<Kind> | undefined {
  const last = useRef<Gathered<Kind>>(undefined);
  if (data && !data.loading) last.current = data;
  const held = data?.loading === true ? last.current : undefined;
  if (held && held.loaded.length > 0) return { ...held, updating: true };
  return data && { ...data, updating: false };
}
