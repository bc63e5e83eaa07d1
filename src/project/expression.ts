/** What a string of a project may say besides itself. The one place that knows these forms. */
export type Expression =
  /** Nothing but text. */
  | { readonly kind: "text" }
  /**
   * `ref(x)`, `ref('x')`, `${ref(x)}`; `rest` is what follows the name inside `${…}`, such as
   * `.props.x`.
   */
  | { readonly kind: "reference"; readonly name: string; readonly rest: string }
  /** `${project.models[0]}`: an object by its place. */
  | { readonly kind: "path"; readonly path: string }
  /** `?{ sql }`, `query(sql)`. */
  | { readonly kind: "query"; readonly sql: string }
  /** `column(x)`, `column(x)[n]`, `column(x)[a:b]`, `${columns.x}`. */
  | ColumnExpression
  /** Begins like one of the forms above and breaks off; `reason` is a sentence. */
  | { readonly kind: "broken"; readonly reason: string };

/** Values of a result column; all of them without `index` and `slice`. */
export interface ColumnExpression {
  readonly kind: "column";
  readonly name: string;
  /** Negative counts from the end. */
  readonly index?: number;
  /** With the meaning of Array.prototype.slice; null where a bound is left out. */
  readonly slice?: readonly [number | null, number | null];
}

const TEXT: Expression = { kind: "text" };
const FIRST_CHARACTERS = /^\s*[?$crq]/;
const REFERENCE = /^ref\s*\(([\s\S]*?)\)$/;
const COLUMN = /^column\(([^()]*)\)\s*(\[[\s\S]*)?$/;
const IN_BRACES = /^\$\{\s*([\s\S]*?)\s*\}$/;
const REFERENCE_IN_BRACES = /^ref\s*\(\s*('[^']*'|"[^"]*"|[^()]*)\s*\)(.*)$/s;
const COLUMN_IN_BRACES = /^columns\.([^[\]]+?)\s*(\[[\s\S]*)?$/;

/** What a string is. White space around it does not count; every form is the whole value. */
export function parseExpression(value: string): Expression {
  if (!FIRST_CHARACTERS.test(value)) return TEXT;
  const text = value.trim();
  if (text.startsWith("?{")) return parseQuestion(text);
  if (text.startsWith("${")) return parseBraces(text);
  if (/^ref\s*\(/.test(text)) return parseReference(text);
  if (text.startsWith("query(")) return parseQuery(text);
  if (text.startsWith("column(")) return parseColumn(text);
  return TEXT;
}

function parseQuestion(text: string): Expression {
  if (!text.endsWith("}")) return broken("`?{` is not closed by a `}` at the end of the value.");
  return { kind: "query", sql: text.slice(2, -1).trim() };
}

/**
 * Text such as `query(a) and query(b)` is no query: its first parenthesis closes before the end.
 */
function parseQuery(text: string): Expression {
  const open = text.indexOf("(");
  const close = closingParenthesis(text, open);
  if (close === undefined) return broken("`query(` is not closed by a `)`.");
  if (close !== text.length - 1) return TEXT;
  return { kind: "query", sql: text.slice(open + 1, close).trim() };
}

function parseReference(text: string): Expression {
  const match = REFERENCE.exec(text);
  if (!match) return text.includes(")") ? TEXT : broken("`ref(` is not closed by a `)`.");
  return reference(match[1] ?? "", "");
}

function parseBraces(text: string): Expression {
  const inside = IN_BRACES.exec(text)?.[1];
  if (inside === undefined) {
    const isMeant = /^\$\{\s*(?:ref\s*\(|columns\.|project\.)[^}]*$/.test(text);
    return isMeant ? broken("`${` is not closed by a `}`.") : TEXT;
  }
  const named = REFERENCE_IN_BRACES.exec(inside);
  if (named) return reference(named[1] ?? "", named[2] ?? "");
  if (inside.startsWith("project.")) return { kind: "path", path: inside };
  const column = COLUMN_IN_BRACES.exec(inside);
  return column ? columnOf(column[1] ?? "", column[2]) : TEXT;
}

function parseColumn(text: string): Expression {
  const match = COLUMN.exec(text);
  if (match) return columnOf(match[1] ?? "", match[2]);
  return text.includes(")") ? TEXT : broken("`column(` is not closed by a `)`.");
}

/** A name with parentheses must be quoted, else two references in one text would look like one. */
function reference(written: string, rest: string): Expression {
  const name = unquoted(written);
  if (name === written.trim() && /[()]/.test(name)) return TEXT;
  if (name.trim() === "") return broken("`ref()` names nothing.");
  return { kind: "reference", name, rest: rest.trim() };
}

function columnOf(name: string, subscript: string | undefined): Expression {
  const column = { kind: "column", name: unquoted(name) } as const;
  if (column.name.trim() === "") return broken("`column()` names no column.");
  if (subscript === undefined) return column;
  const match = /^\[\s*(-?\d+)?\s*(?:(:)\s*(-?\d+)?\s*)?\]$/.exec(subscript);
  const [, from, colon, to] = match ?? [];
  if (colon !== undefined) return { ...column, slice: [numberOf(from), numberOf(to)] };
  if (from !== undefined) return { ...column, index: Number(from) };
  return broken(
    `\`${subscript}\` is neither a position such as \`[0]\` nor a range such as \`[0:3]\`.`,
  );
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function unquoted(name: string): string {
  const text = name.trim();
  const quote = text[0];
  const quoted = (quote === "'" || quote === '"') && text.length > 1 && text.endsWith(quote);
  return quoted ? text.slice(1, -1) : text;
}

/** Where the parenthesis at `open` closes, quoted text left out of the count. */
function closingParenthesis(text: string, open: number): number | undefined {
  let depth = 0;
  let quote: string | undefined;
  for (let i = open; i < text.length; i++) {
    const character = text[i];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return i;
  }
  return undefined;
}

function broken(reason: string): Expression {
  return { kind: "broken", reason };
}
