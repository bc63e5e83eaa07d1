/** A place in a file: line and column start at 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A range in a project file. `file` is relative to the project's root, with `/` separators. */
export interface SourceRange {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  /** Said when the range is not the text itself, such as "in text produced by `{{ m('p') }}`". */
  readonly note?: string;
}

/**
 * Whether some of a line belongs to the range: one that ends before a line's first character has
 * nothing of it.
 */
export function coversLine({ start, end }: SourceRange, line: number): boolean {
  if (line === start.line) return true;
  return line > start.line && (line < end.line || (line === end.line && end.column > 1));
}

/** An error keeps its object from being run; a warning does not. */
export type Severity = "error" | "warning";

/**
 * Something the user should know. User mistakes are values of this type that are collected; only
 * bugs are thrown.
 */
export interface Diagnostic {
  /** Permanent, kebab-case; every code is documented. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence, the user's own words in backticks. */
  readonly message: string;
  /** The next action, with near matches where there are any. */
  readonly hint?: string;
  readonly at?: SourceRange;
  /**
   * More lines that help: a server's own message, standard error of a script, the SQL that was
   * sent.
   */
  readonly detail?: string;
  readonly related?: readonly { readonly message: string; readonly at?: SourceRange }[];
}

/**
 * A few source lines around a diagnostic, so that a page can draw the code frame without reading
 * files.
 */
export interface CodeFrame {
  readonly firstLine: number;
  readonly lines: readonly string[];
}

/** A diagnostic as it travels to the viewer and into `--json`. */
export interface FramedDiagnostic extends Diagnostic {
  readonly frame?: CodeFrame;
}
