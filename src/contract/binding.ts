/** Which values of a result go to which property of a trace. */
export interface Binding {
  /** Path inside `props`; a number is an index into a list. */
  readonly path: readonly (string | number)[];
  /** Name of the result column, such as `props.x` or `columns.delay`. */
  readonly column: string;
  /** One value: `column(x)[n]`; negative counts from the end. */
  readonly index?: number;
  /** Some values: `column(x)[a:b]`, with the meaning of Array.prototype.slice. */
  readonly slice?: readonly [number | null, number | null];
}
