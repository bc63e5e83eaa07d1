/** A mistake in an expression; thrown by the parser and caught at its door. */
export class ExpressionFault extends Error {
  constructor(
    /** A sentence. */
    readonly reason: string,
    readonly start: number,
    readonly end: number,
    readonly hint?: string,
  ) {
    super(reason);
  }
}
