/** The objects whose rows pages draw. */
import type { Artifact } from "../contract/manifest.js";
import type { SiteData } from "../contract/pages/dashboard.js";
import type { Model, Trace } from "../project/objects.js";

/** An object whose rows a page draws. */
export interface Drawn {
  readonly object: Trace | Model;
  /** Absent when there are none. */
  readonly artifact?: Artifact;
  /** Names of the columns that a page can show; absent: all. */
  readonly columns?: ReadonlySet<string>;
}

/** Where pages find the rows of an object, and in which form. */
export type DataPlace = (
  artifact: Artifact,
  object: Trace | Model,
) => Pick<SiteData, "url" | "format">;

/** One object as two places draw it. */
export function drawnTogether(one: Drawn | undefined, other: Drawn): Drawn {
  if (!one) return other;
  const { columns, ...rest } = one;
  const shown = columns && other.columns && new Set([...columns, ...other.columns]);
  return { ...rest, ...(shown && { columns: shown }) };
}

/** When the oldest of some results was read; undefined when none was. */
export function oldest(drawn: readonly Drawn[]): string | undefined {
  return drawn.flatMap(({ artifact }) => artifact?.builtAt ?? []).toSorted()[0];
}
