/**
 * What is asked for the rows of a dashboard's cards, and where that is written: a document beside the
 * dashboard's, fetched when somebody wants to see it. A published site has it only where that was
 * wanted.
 */

/** Where a trace or a model is written. */
export interface DefinedAt {
  readonly kind: "trace" | "model";
  readonly name: string;
  /** From the project's root. */
  readonly file: string;
  readonly line: number;
}

/** How one trace or model gets its rows. */
export interface SiteQuery {
  readonly of: DefinedAt;
  /** What a trace reads from. */
  readonly model?: DefinedAt;
  /**
   * `sent`: the query goes to a source and its rows come back. `moved`: so too, and what is needed
   * of its rows lands in a file for a merge. `scanned`: DuckDB reads the source's files where they
   * lie. `joined`: DuckDB runs it over other models. `command`: a script's output. `static`: nothing
   * is asked.
   */
  readonly how: "sent" | "moved" | "scanned" | "joined" | "command" | "static";
  /** Absent where the embedded DuckDB or a script does the work. */
  readonly source?: { readonly name: string; readonly type: string };
  readonly sql?: string;
  /** Of a script: the program and its arguments. */
  readonly command?: readonly string[];
}

/** The document. By the name of a card, each trace or model before what it reads from. */
export interface SiteQueries {
  readonly charts: Readonly<Record<string, readonly SiteQuery[]>>;
  readonly tables: Readonly<Record<string, readonly SiteQuery[]>>;
}
