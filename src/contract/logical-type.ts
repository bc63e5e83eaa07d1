/**
 * The types that every connector maps to and every reader understands. Arrays and rows of a source
 * travel as JSON text.
 */
export const SIMPLE_TYPES = [
  "bool",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float32",
  "float64",
  /**
   * A decimal without precision and scale, such as PostgreSQL's `sum(numeric)`: exact digits as
   * text.
   */
  "decimal",
  "text",
  "bytes",
  "date",
  "time",
  /** A wall-clock time without a zone. */
  "timestamp",
  /** A point in time, kept in UTC. */
  "instant",
  "interval",
  "uuid",
  "json",
  "list",
  "struct",
] as const;

export type SimpleType = (typeof SIMPLE_TYPES)[number];
/** Precision and scale, as in `decimal(12,2)`. */
export type DecimalType = `decimal(${number},${number})`;
export type LogicalType = SimpleType | DecimalType;

/**
 * Precision and scale of `decimal(p,s)`; undefined for every other type, the bare `decimal`
 * included.
 */
export function decimalParts(type: LogicalType): { precision: number; scale: number } | undefined {
  const match = /^decimal\((\d+),(\d+)\)$/.exec(type);
  return match ? { precision: Number(match[1]), scale: Number(match[2]) } : undefined;
}

/** True for types whose values a chart can place on a numeric axis. */
export function isNumeric(type: LogicalType): boolean {
  return /^(u?int\d|float|decimal)/.test(type);
}
