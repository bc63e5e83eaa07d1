import { useRef } from "preact/hooks";
import type { TraceData } from "./trace-data.js";

export interface ShownData extends TraceData {
  /** Newer results than the shown ones are on their way. */
  readonly updating: boolean;
}

/** Keeps what was shown while newer results are loading, so that nothing flickers. */
export function useLastGood(data: TraceData | undefined): ShownData | undefined {
  const last = useRef<TraceData>(undefined);
  if (data && !data.loading) last.current = data;
  const held = data?.loading === true ? last.current : undefined;
  if (held && held.loaded.length > 0) return { ...held, updating: true };
  return data && { ...data, updating: false };
}
