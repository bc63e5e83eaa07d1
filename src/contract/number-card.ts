/** How a trace of numbers is read as a card: a number, what it is compared with, and its line. */
export interface NumberCard {
  /**
   * The column of the result along which the rows lie: the last row is the number, the one before
   * what it is compared with. Absent: the first row is the number.
   */
  readonly over?: string;
  /** What the number is compared with instead: a column of the result, or digits. */
  readonly target?: { readonly column: string } | { readonly digits: string };
  /** Absent: as a percentage, of shares in percentage points. */
  readonly change?: "percent" | "difference";
  /** Which way is good. */
  readonly good: "up" | "down" | "neither";
  readonly sparkline: boolean;
  /** What stands behind the comparison; absent: what the number is compared with. */
  readonly label?: string;
}
