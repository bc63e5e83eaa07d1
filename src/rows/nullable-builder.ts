import type { LogicalType } from "../contract/logical-type.js";

/** What the builders of both layouts share: the count of rows and the NULLs. */
export abstract class NullableBuilder {
  rows = 0;
  protected validity: Uint8Array | null = null;

  constructor(
    readonly type: LogicalType,
    protected capacity: number,
  ) {}

  /** Marks a row as NULL; its place in the values must be skipped by the caller. */
  protected markNull(row: number): void {
    this.validity ??= new Uint8Array((this.capacity + 7) >> 3).fill(255);
    // The index is below the capacity, so that the byte exists.
    this.validity[row >> 3] = (this.validity[row >> 3] ?? 255) & ~(1 << (row & 7));
  }

  /** Of the rows from `first` on: 1 for NULL. */
  protected markNulls(first: number, nulls: Uint8Array): void {
    for (let row = 0; row < nulls.length; row++) if (nulls[row]) this.markNull(first + row);
  }

  protected growValidity(): void {
    if (!this.validity) return;
    const grown = new Uint8Array((this.capacity + 7) >> 3).fill(255);
    grown.set(this.validity);
    this.validity = grown;
  }

  protected takeValidity(): Uint8Array | null {
    const taken = this.validity?.slice(0, (this.rows + 7) >> 3) ?? null;
    this.validity = null;
    return taken;
  }
}
