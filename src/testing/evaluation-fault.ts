/**
 * A test that cannot be evaluated, through the data or the expression: the reason is a sentence.
 */
export class EvaluationFault extends Error {
  constructor(
    readonly reason: string,
    readonly hint?: string,
  ) {
    super(reason);
  }
}
