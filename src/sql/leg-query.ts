import type { DialectName } from "./dialect.js";
import { dialects } from "./dialects.js";
import { withoutSemicolons } from "./statement.js";
import type { Constant, Predicate } from "./push-down/predicate.js";
import type { PushDown, PushDownColumn } from "./push-down/push-down.js";
import { renderPredicate } from "./push-down/render-predicate.js";

/** A column of a child's query, in the order of the query. */
export interface LegColumn extends PushDownColumn {
  /** Under which it lands; unique in the query, whatever case its letters have. */
  readonly name: string;
  readonly exact: boolean;
}

/** The values of another leg's join column; rows with others are not wanted. */
export interface KeySet {
  readonly column: number;
  readonly constants: readonly Constant[];
}

/** What is wanted of a child of a merge. */
export interface LegRequest {
  readonly sql: string;
  readonly dialect: DialectName;
  readonly columns: readonly LegColumn[];
  /** Positions of the wanted columns, ascending; none when only the number of rows counts. */
  readonly wanted: readonly number[];
  readonly predicate?: Predicate | undefined;
  readonly keys?: readonly KeySet[];
  /**
   * By their names: for engines that name no columns of a query in brackets. Asks for names that
   * are there and differ, whatever case their letters have.
   */
  readonly address?: "position" | "name";
}

export interface LegQuery {
  readonly sql: string;
  /** The pushed condition; absent when all rows come. */
  readonly where?: string;
}

/**
 * A child's query with only the wanted columns and rows. The columns are addressed by position
 * where the dialect can and nothing else is said, so that names may be missing, doubled or reserved.
 * Not every statement can stand inside another; the source says so.
 */
export function legQuery(request: LegRequest): LegQuery {
  const { columns, wanted, dialect: name } = request;
  const inner = withoutSemicolons(request.sql, dialects[name].tokenize);
  const byName = request.address === "name";
  const own = columns.map((column) => column.name);
  const quoted = own.map((column) => dialects[name].quoteIdentifier(column));
  const places = columns.map((_, index) => `hw_c${index}`);
  const derived: ReturnType<PushDown["derived"]> = byName
    ? { from: `(\n${inner.trim()}\n) as hw_leg`, columns: quoted }
    : dialects[name].pushDown.derived(inner.trim(), "hw_leg", places, own);
  const { columns: aliases = places } = derived;
  const list = wanted.map((at) => (byName ? aliases[at] : `${aliases[at]} as ${quoted[at]}`));
  const where = condition(request, aliases);
  return {
    sql: [
      ...(derived.with === undefined ? [] : [derived.with]),
      `select ${list.length > 0 ? list.join(", ") : "1 as hw_row"}`,
      `from ${derived.from}`,
      ...(where === undefined ? [] : [`where ${where}`]),
    ].join("\n"),
    ...(where !== undefined && { where: readable(where, columns, aliases) }),
  };
}

/**
 * Values of a join column as a condition on the other side of the join; undefined when the dialect
 * cannot say it.
 */
function condition(
  { columns, predicate, keys = [], dialect: name }: LegRequest,
  aliases: readonly string[],
): string | undefined {
  const dialect = dialects[name].pushDown;
  const rendered = columns.map((column, at) => ({ ...column, sql: aliases[at] ?? "" }));
  const parts = [
    predicate && renderPredicate(predicate, rendered, dialect),
    ...keys.map(({ column, constants }) =>
      constants.length === 0
        ? "1 = 0"
        : renderPredicate({ is: "in", column, constants }, rendered, dialect),
    ),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(" and ");
}

/** The condition with the columns' own names, for people. */
function readable(
  where: string,
  columns: readonly LegColumn[],
  aliases: readonly string[],
): string {
  return where.replaceAll(/'(?:[^']|'')*'|\bhw_c\d+\b|"(?:[^"]|"")*"|`[^`]*`/g, (token) => {
    const at = aliases.indexOf(token);
    return at < 0 ? token : (columns[at]?.name ?? token);
  });
}

/** Whether every column of a query can be addressed by its name. */
export function haveOwnNames(columns: readonly { readonly name: string }[]): boolean {
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  return names.size === columns.length && !names.has("");
}
