/** What a project file may ask of the parser: far above real projects, far below what hurts. */
import type { CST } from "yaml";

export const LIMITS = {
  /** Characters of a file, before and after rendering. */
  size: 16 * 1024 * 1024,
  /** Lists and mappings inside each other. */
  depth: 64,
  /** Keys and values, aliases counted with all that they stand for. */
  nodes: 1_000_000,
  aliases: 1_000,
} as const;

export interface Excess {
  readonly limit: "depth" | "nodes" | "aliases";
  /** Where the limit was passed. */
  readonly offset: number;
}

/**
 * Finds the first limit that a document's tokens pass; it walks without recursion, whatever the
 * depth.
 */
export function findExcess(document: CST.Document): Excess | undefined {
  let nodes = 0;
  let aliases = 0;
  const open: { token: CST.Token; depth: number }[] = [];
  const push = (token: CST.Token | null | undefined, depth: number): void => {
    if (token) open.push({ token, depth });
  };
  push(document.value, 1);
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (++nodes > LIMITS.nodes) return { limit: "nodes", offset: token.offset };
    if (token.type === "alias" && ++aliases > LIMITS.aliases)
      return { limit: "aliases", offset: token.offset };
    if (!("items" in token)) continue;
    if (depth > LIMITS.depth) return { limit: "depth", offset: token.offset };
    for (const item of token.items) {
      if ("key" in item) push(item.key, depth + 1);
      push(item.value, depth + 1);
    }
  }
  return undefined;
}
