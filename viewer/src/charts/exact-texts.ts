import type { Column } from "../data/column.js";
import { drawnCount, type DrawnRows } from "./drawn-values.js";

/** Digits that a double surely keeps. */
const SAFE_DIGITS = 15;

/**
 * The texts of a column of decimals or large integers, if a double would show another number for
 * one of them.
 */
export function exactTexts(column: Column, rows: DrawnRows): string[] | undefined {
  const couldBeInexact = /^(decimal|u?int64)/.test(column.type);
  if (!couldBeInexact) return undefined;
  let inexact = false;
  const texts = Array.from({ length: drawnCount(rows) }, (_, index) => {
    const value = column.value(rows.picks ? (rows.picks[index] ?? 0) : rows.start + index);
    const text = value === null ? "" : String(value);
    inexact ||= text.replace(/\D/g, "").replace(/^0+/, "").length > SAFE_DIGITS;
    return text;
  });
  return inexact ? texts : undefined;
}
