/** The rows behind a card. */
import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { SiteObject } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { gather, type Gathered } from "../data/loaded.js";
import { useReadObject } from "./inputs.js";
import { useNear } from "./near.js";

export interface CardData<Kind extends SiteObject> extends Gathered<Kind> {
  /** Newer results than the shown ones are on their way. */
  readonly updating: boolean;
  /** Set when some could not be loaded: tries them again. */
  readonly retry?: () => void;
}

export interface CardDataOptions {
  /** Loads them in any case. */
  readonly wanted?: boolean;
  /** An input of which all is shown, whatever is chosen. */
  readonly without?: string | undefined;
}

/**
 * The results of some objects, loaded when `frame` comes near the window, for paper, and when they
 * are `wanted`; undefined until then.
 */
export function useCardData<Kind extends SiteObject>(
  frame: RefObject<Element | null>,
  objects: readonly Kind[],
  { wanted = false, without }: CardDataOptions = {},
): CardData<Kind> | undefined {
  const { results, theme } = useApp();
  const read = useReadObject();
  const near = useNear(frame) || theme.paper.value || wanted;
  const data = useLastGood(near ? gather(objects, read, without) : undefined);
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
