import type { Dialect, DialectName } from "../dialect.js";
import { dialects } from "../dialects.js";
import { scanTokens } from "./scan.js";
import type { Token } from "../tokens.js";

export type ExpressionKind =
  /** Literals only: never grouped, since a number in GROUP BY is the position of a column. */
  | "constant"
  /** A value per row. */
  | "row"
  /** A value per group. */
  | "aggregate"
  /** Has a function with OVER, be it beside an aggregate. */
  | "window"
  /** Could not be read. */
  | "unknown";

/** What an expression does, as far as the query around it must know. */
export interface Classification {
  readonly kind: ExpressionKind;
  /**
   * Something aggregates, also inside a window as in `sum(sum(x)) over ()`: the query must group.
   * Subqueries do not count.
   */
  readonly aggregates: boolean;
  /**
   * Why the expression would break the query around it: a bracket without its partner, or several
   * values (a comma or semicolon outside brackets).
   */
  readonly fault?: "unbalanced" | "several";
}

/**
 * Says of expressions whether they aggregate. Answers are kept, so that equal texts cost nothing.
 */
export interface Classifier {
  /** What cannot be read is `unknown`. */
  classify(sql: string, dialect: DialectName): Classification;
}

export interface ClassifierOptions {
  /**
   * Functions that aggregate besides those of the dialect: `defaults.aggregates`. Case does not
   * count.
   */
  readonly aggregates: readonly string[];
}

/** A classifier for one project. */
export function createClassifier(options: ClassifierOptions): Classifier {
  const more = new Set(options.aggregates.map((name) => name.toLowerCase()));
  const answers = new Map<string, Classification>();
  return {
    classify(sql, dialect) {
      const key = `${dialect}\n${sql}`;
      const known = answers.get(key) ?? classify(sql, dialects[dialect], more);
      answers.set(key, known);
      return known;
    },
  };
}

/** Words that a constant may consist of besides literals and symbols. */
const CONSTANT_WORDS = new Set(["true", "false", "null", "and", "or", "not", "is"]);

function classify(sql: string, dialect: Dialect, more: ReadonlySet<string>): Classification {
  const tokens = dialect.tokenize(sql);
  if (!tokens || tokens.length === 0) return { kind: "unknown", aggregates: false };
  const { aggregates, scalarWithSeveralArguments } = dialect;
  const scan = scanTokens(
    tokens,
    (name, several) =>
      more.has(name) ||
      (aggregates.has(name) && !(several && scalarWithSeveralArguments.has(name))),
  );
  if (!scan) return { kind: "unknown", aggregates: false, fault: "unbalanced" };
  return {
    kind: kindOf(tokens, scan),
    aggregates: scan.aggregates,
    ...(scan.several && { fault: "several" }),
  };
}

function kindOf(
  tokens: readonly Token[],
  scan: { readonly aggregates: boolean; readonly windows: boolean },
): ExpressionKind {
  if (scan.windows) return "window";
  if (scan.aggregates) return "aggregate";
  const constant = tokens.every(
    ({ kind, text }) =>
      kind === "literal" ||
      kind === "symbol" ||
      (kind === "word" && CONSTANT_WORDS.has(text.toLowerCase())),
  );
  return constant ? "constant" : "row";
}
