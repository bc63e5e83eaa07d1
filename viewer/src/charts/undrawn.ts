/**
 * Rows that are not in the picture: rows drawn + rows named here = rows of the results. Nothing is
 * left out unsaid.
 */
import { grouped } from "../format/grouped.js";
import { listOf, partOf, type ComputedTrace } from "./computed.js";
import type { Figure } from "./figure.js";
import type { HandedTrace } from "./handed-trace.js";
import { FIRST_ROW_ONLY } from "./number-card.js";
import { hasSize, ROW_CHECKS, valuesAt } from "./row-checks.js";
import { undrawnReason } from "./undrawn-reason.js";

export interface Undrawn {
  /** Rows of the traces that draw a row each. */
  readonly rows: number;
  /** How many of them are not drawn, by the reason. */
  readonly reasons: ReadonlyMap<string, number>;
  /** What else the drawing does not say by itself. */
  readonly notes: readonly string[];
}

/** Counts in what Plotly computed which rows it drew. */
export function countUndrawn(
  handed: readonly HandedTrace[],
  computed: readonly ComputedTrace[],
): Undrawn {
  const reasons = new Map<string, number>();
  let rows = 0;
  handed.forEach((one, index) => {
    const trace = computed[index];
    if (!trace || !drawsRows(one)) return;
    rows += one.rows;
    const isDrawn = rowCheck(one, trace);
    for (let row = 0; row < one.rows; row += 1) {
      if (isDrawn(row)) continue;
      const reason = undrawnReason(one, trace, row);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  });
  return { rows, reasons, notes: [] };
}

/** Numbers that are text of the page show the first row of each trace, or what their card says. */
export function undrawnNumbers({ rows: all, cards }: Pick<Figure, "rows" | "cards">): Undrawn {
  const reasons = new Map<string, number>();
  all.forEach((rows, index) => {
    const others = rows > 1 ? [[FIRST_ROW_ONLY, rows - 1] as const] : [];
    for (const [reason, count] of cards[index]?.undrawn ?? others) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + count);
    }
  });
  const notes = new Set(cards.flatMap((card) => card?.notes ?? []));
  return { rows: all.reduce((sum, rows) => sum + rows, 0), reasons, notes: [...notes] };
}

/** Whether a row is drawn; what a reader hid in the legend is drawn when it is shown again. */
export function rowCheck(
  { type, rows, kept }: HandedTrace,
  trace: ComputedTrace,
): (row: number) => boolean {
  const { visible } = trace.full;
  if (visible === "legendonly") return () => true;
  if (visible === false) return () => false;
  const { check, properties } = ROW_CHECKS[type];
  const isPlaced = check(trace, properties, kept?.length ?? rows);
  const isDrawn = (row: number) => isPlaced(row) && hasSize(trace.full, row);
  if (!kept) return isDrawn;
  const places = new Map(kept.map((row, place) => [row, place]));
  return (row) => {
    const place = places.get(row);
    return place !== undefined && isDrawn(place);
  };
}

/**
 * Whether the author gave the trace all rows. A list of one row, a chosen row and a slice are
 * something else than a value per row.
 */
function drawsRows({ type, props, rows }: HandedTrace): boolean {
  if (type === "indicator") return true;
  const lists = [
    ...ROW_CHECKS[type].properties.map((property) => valuesAt(props, property)),
    ...Array.from(listOf(props["dimensions"]) ?? [], (one) => valuesAt(partOf(one), "values")),
    ...Array.from(valuesAt(props, "z") ?? [], listOf),
    ...Array.from(valuesAt(props, "cells.values") ?? [], listOf),
  ];
  return lists.some((list) => list?.length === rows);
}

/** What the card says of the rows that are missing in its picture. */
export function undrawnNotice(undrawn: Undrawn): string | undefined {
  const missing = undrawnCount(undrawn);
  if (missing === 0) return undefined;
  const verb = missing === 1 ? "is" : "are";
  const rows = undrawn.rows === 1 ? "row" : "rows";
  return `${grouped(missing)} of ${grouped(undrawn.rows)} ${rows} ${verb} not drawn: ${reasonsText(undrawn)}.`;
}

/** Whether there are rows and none of them is in the picture. */
export function isBlank(undrawn: Undrawn): boolean {
  return undrawn.rows > 0 && undrawnCount(undrawn) === undrawn.rows;
}

function undrawnCount({ reasons }: Undrawn): number {
  return [...reasons.values()].reduce((sum, count) => sum + count, 0);
}

function reasonsText({ reasons }: Undrawn): string {
  if (reasons.size === 1) return [...reasons.keys()].join("");
  return [...reasons].map(([reason, count]) => `${reason} (${grouped(count)})`).join(", ");
}
