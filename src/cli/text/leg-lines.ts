import type { ExplainedLeg } from "../../engine/explain/explain-merge.js";
import { byteCount, counted, duration, groupedDigits } from "./plain-text.js";

/** What is asked of a model below a merge, in lines for people. */
export function legLines(leg: ExplainedLeg): string[] {
  const { used, columns, ofColumns, where, keysFrom, notPushed } = leg;
  if (!used) return lastLines(leg);
  const share = columns.length === ofColumns ? "all" : `${columns.length} of ${ofColumns}`;
  return [
    `columns: ${columns.length === 0 ? "none, only rows are counted" : columns.join(", ")} (${share})`,
    `rows: ${where === undefined ? "all" : `where ${where}`}`,
    ...keysFrom.map(
      ({ column, from }) => `keys: only those \`${column}\` that ${from} has, if they are few`,
    ),
    ...notPushed.map(({ what, why }) => `not pushed: ${what}: ${why}`),
    `estimate: ${leg.estimatedRows === undefined ? "the source cannot say" : `about ${counted(leg.estimatedRows, "row")}`}`,
    ...lastLines(leg),
  ];
}

function lastLines({ last }: ExplainedLeg): string[] {
  if (!last) return [];
  const { how, artifact, bytes, keys = [], milliseconds = 0, refetched } = last;
  if (how === "unused") return ["last run: nothing was moved"];
  if (how === "present") return ["last run: all of its rows were there already"];
  const rows = artifact
    ? `${counted(artifact.rows, "row")}, ${byteCount(bytes ?? artifact.bytes)}`
    : "";
  const moved = how === "reused" ? "reused" : `in ${duration(milliseconds)}`;
  return [
    `last run: ${rows} ${moved}`,
    ...keys.map(
      ({ column, from, values }) =>
        `last run: \`${column}\` was narrowed to ${groupedDigits(values)} values of ${from}`,
    ),
    ...(refetched === undefined ? [] : [`last run: all of it was moved, since ${refetched}`]),
  ];
}
