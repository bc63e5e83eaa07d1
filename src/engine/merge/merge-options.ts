/**
 * How merges move rows; no field of a project sets it. Benchmarks and tests compare with what it
 * changes.
 */
export interface MergeOptions {
  /** Moves every model below a merge as a whole. */
  readonly whole?: boolean;
  readonly keys?: Partial<KeyLimits>;
}

/** When the values of one side of a join are worth being sent to the other side's source. */
export interface KeyLimits {
  /** Most values. */
  readonly most: number;
  /** Fewest rows of the other side. */
  readonly leastRows: number;
  /** Fewest rows of the other side for each value. */
  readonly rowsPerKey: number;
}
