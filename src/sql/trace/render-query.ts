/** The text of a trace's query, laid out for people: `explain` prints it. */

export interface QueryParts {
  readonly base: { readonly name: string; readonly sql: string };
  readonly select: readonly { readonly sql: string; readonly alias: string }[];
  /** By where they are evaluated; each list is joined with AND. */
  readonly where: readonly string[];
  readonly having: readonly string[];
  readonly qualify: readonly string[];
  readonly groupBy: readonly string[];
  readonly orderBy: readonly string[];
  /** A selected expression that orders what is equal by `orderBy`. */
  readonly tie?: { readonly sql: string; readonly position: number } | undefined;
  /** Put behind `tie`, so that NULL comes last. */
  readonly nullsLast?: string | undefined;
  /** Without it, window filters go through an outer query. */
  readonly supportsQualify: boolean;
}

/** A SELECT over the base query, which stands first, on lines of its own. */
export function renderQuery(parts: QueryParts): string {
  const base = `with ${parts.base.name} as (\n${parts.base.sql.trim()}\n)`;
  const nested = parts.qualify.length > 0 && !parts.supportsQualify;
  return [base, ...(nested ? nestedSelect(parts) : plainSelect(parts))].join("\n");
}

function plainSelect(parts: QueryParts): string[] {
  return [
    ...selectClauses(parts, parts.select),
    ...conditions("qualify", parts.qualify),
    // A position means the selected expression itself on every engine, though not in a window.
    ...list(
      "order by",
      orderOf(parts, (tie) => String(tie.position)),
    ),
  ];
}

/**
 * Windows are evaluated inside, filtered outside; the order is numbered inside, where its
 * expressions have a meaning.
 */
function nestedSelect(parts: QueryParts): string[] {
  const tests = parts.qualify.map((sql, i) => ({ sql: bracketed(sql), alias: `hw_keep${i}` }));
  const order = {
    sql: `row_number() over (${list(
      "order by",
      orderOf(parts, (tie) => tie.sql),
    ).join("\n")})`,
    alias: "hw_order",
  };
  const ordered = parts.orderBy.length > 0;
  const inner = selectClauses(parts, [...parts.select, ...tests, ...(ordered ? [order] : [])]);
  return [
    `select ${parts.select.map(({ alias }) => alias).join(", ")}`,
    "from (",
    ...inner.map((line) => `  ${line}`),
    ") as hw_rows",
    `where ${tests.map(({ alias }) => alias).join(" and ")}`,
    ...(ordered ? ["order by hw_order"] : []),
  ];
}

function orderOf(
  { orderBy, tie, nullsLast }: QueryParts,
  textOf: (tie: NonNullable<QueryParts["tie"]>) => string,
): readonly string[] {
  if (orderBy.length === 0 || !tie) return orderBy;
  const text = ended(textOf(tie));
  return [...orderBy, nullsLast === undefined ? text : `${text} ${nullsLast}`];
}

function selectClauses(parts: QueryParts, select: QueryParts["select"]): string[] {
  return [
    "select",
    ...select.map(
      ({ sql, alias }, i) => `  ${ended(sql)} as ${alias}${i < select.length - 1 ? "," : ""}`,
    ),
    `from ${parts.base.name}`,
    ...conditions("where", parts.where),
    ...list("group by", parts.groupBy),
    ...conditions("having", parts.having),
  ];
}

function conditions(clause: string, filters: readonly string[]): string[] {
  return filters.length === 0 ? [] : [`${clause} ${filters.map(bracketed).join("\n  and ")}`];
}

function list(clause: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : [`${clause} ${entries.map(ended).join(", ")}`];
}

export function bracketed(sql: string): string {
  return `(${ended(sql)})`;
}

/**
 * An expression after which text may follow: a line comment (`--`, `#`, `//`) at its end would
 * swallow that.
 */
export function ended(sql: string): string {
  const text = sql.trim();
  return /--|#|\/\//.test(text.slice(text.lastIndexOf("\n") + 1)) ? `${text}\n` : text;
}
