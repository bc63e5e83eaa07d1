/** Where rows begin that a chart, a table or a dashboard shows. */
export interface Origin {
  /** The type of a source, as projects write it, or `script`. */
  readonly type: string;
  /** Of the source or the script; absent where names of sources and models are not for readers. */
  readonly name?: string;
}
