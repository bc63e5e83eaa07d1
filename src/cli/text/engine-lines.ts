import type { EngineChoice, EngineMoves } from "../../contract/manifest.js";
import { choiceText } from "./engine-choice.js";
import { byteCount, counted } from "./plain-text.js";

/** How many times less another engine moves before it is worth a line. */
const WORTH_SAYING = 10;
/** Rows that are moved in no time. */
const FEW = 10_000;

/**
 * What a merge would move on each engine; `chosen` is the source that runs it, if one does, and `auto` why, if
 * the merge chooses it itself, or why it has not.
 */
export function engineLines(
  engines: readonly EngineMoves[],
  chosen: string | undefined,
  auto: { readonly choice?: EngineChoice | undefined; readonly unchosen?: string | undefined } = {},
): string[] {
  const lines = engines.map(({ engine, rows, bytes, but }) => {
    const moved =
      rows === undefined || bytes === undefined
        ? (but ?? "nobody knows what it would move.")
        : `moves about ${counted(rows, "row")}, ${byteCount(bytes)}`;
    return `engine ${engine ?? "DuckDB"}: ${moved}`;
  });
  const { choice, unchosen } = auto;
  if (unchosen !== undefined) {
    return [...lines, `engine: auto, which has not chosen one: ${unchosen}`];
  }
  if (choice) return [...lines, `engine: auto, ${choiceText(choice, chosen)}`];
  const now = engines.find(({ engine }) => engine === chosen);
  const [best] = engines
    .filter(({ bytes, engine }) => bytes !== undefined && engine !== chosen)
    .toSorted((a, b) => (a.bytes ?? 0) - (b.bytes ?? 0));
  if (!best || now?.bytes === undefined || (now.rows ?? 0) < FEW) return lines;
  if (now.bytes < WORTH_SAYING * Math.max(best.bytes ?? 0, 1)) return lines;
  const how =
    best.engine === undefined
      ? "with `engine: duckdb`, in DuckDB's SQL"
      : `with \`engine: ref(${best.engine})\`, in its SQL`;
  return [...lines, `engine: ${how}, it would move more than ten times less`];
}
