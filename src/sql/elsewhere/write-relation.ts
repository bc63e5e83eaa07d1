/** Relations of a bound query in another engine's SQL, as far as they mean the same there. */
import type { Aggregate, BoundRelation, BoundType } from "./bound-query.js";
import {
  isExactNumber,
  isInteger,
  type EngineRules,
  type Way,
  type Written,
} from "./engine-rules.js";
import type { ModelColumn } from "./engine-rules.js";
import { held, Held } from "./held.js";
import {
  cellFrom,
  cellOf,
  writeComparison,
  writeExpression,
  type Cell,
} from "./write-expression.js";

/** A model as the query knows it. */
export interface ElsewhereTable {
  readonly way: Way;
  readonly columns: readonly ModelColumn[];
}

interface Order {
  readonly sql: string;
  /** `asc nulls last`. */
  readonly how: string;
}

/** A SELECT in its parts. */
export interface Part {
  /** Empty: one row. */
  readonly from: string;
  /** Whether `from` is a join. */
  readonly joined: boolean;
  readonly where: readonly string[];
  readonly cells: readonly Cell[];
  readonly order: readonly Order[];
  /** Values of which each row has others; absent where that is not known. */
  readonly keys?: readonly string[];
}

export interface RelationWriter {
  write(relation: BoundRelation): Part;
  /** Positions of the tables that were read, with their columns as `c0`, `c1`, … */
  readonly read: ReadonlySet<number>;
  /** What stands in the WITH, in order. */
  readonly named: readonly string[];
}

/** The name of a table in the statement. */
export function tableName(table: number): string {
  return `hw_model${table}`;
}

/** `write` throws {@link Held} where a relation may mean something else there. */
export function createRelationWriter(
  tables: readonly ElsewhereTable[],
  rules: EngineRules,
): RelationWriter {
  const read = new Set<number>();
  const named: string[] = [];
  const bodies = new Map<number, Part>();
  let aliases = 0;
  const nextAlias = () => `t${(aliases += 1)}`;

  function write(relation: BoundRelation): Part {
    switch (relation.is) {
      case "scan":
        return scan(relation);
      case "row":
        return { from: "", joined: false, where: [], cells: [], order: [] };
      case "project": {
        const of = write(relation.of);
        return { ...of, cells: relation.expressions.map((one) => cellOf(one, of.cells, rules)) };
      }
      case "filter": {
        const of = write(relation.of);
        const where = relation.where.map((one) => writeExpression(one, of.cells, rules).sql);
        return { ...of, where: [...of.where, ...where] };
      }
      case "join":
        return join(relation);
      case "aggregate":
        return aggregate(relation);
      case "distinct": {
        const of = write(relation.of);
        const cells = of.cells.map((cell) => grouped(usable(cell), rules, "DISTINCT"));
        const part = statement(`select distinct ${list(cells)}${rest(of)}`, cells);
        return { ...part, keys: part.cells.map((cell) => usable(cell).sql) };
      }
      case "set":
        return set(relation);
      case "order": {
        const of = write(relation.of);
        const order = relation.keys.map(({ by, descending, nullsFirst }) => {
          const value = writeExpression(by, of.cells, rules);
          if (!rules.compares(value.type)) throw held(`an order of \`${value.type}\``, by);
          const how = `${descending ? "desc" : "asc"} nulls ${nullsFirst ? "first" : "last"}`;
          return { sql: value.sql, how };
        });
        return { ...of, order };
      }
      case "limit":
        return limit(relation);
      case "with": {
        const body = write(relation.body);
        const name = `hw_cte${bodies.size}`;
        const { columns, cells } = renamed(body.cells, name);
        named.push(`${name} as (\n${select(body, columns)}\n)`);
        bodies.set(relation.id, {
          ...body,
          from: name,
          joined: false,
          where: [],
          cells,
          order: [],
        });
        return write(relation.of);
      }
      case "named": {
        const body = bodies.get(relation.id);
        if (!body) throw held("WITH RECURSIVE");
        const alias = nextAlias();
        return { ...body, from: `${body.from} ${alias}`, cells: renamed(body.cells, alias).cells };
      }
      case "unknown":
        throw held(
          relation.what.startsWith("LOGICAL_") ? `\`${relation.what}\`` : relation.what,
          relation,
          relation.word,
        );
      default:
        return relation satisfies never;
    }
  }

  function scan({ table, columns, types }: Extract<BoundRelation, { is: "scan" }>): Part {
    read.add(table);
    const alias = nextAlias();
    const { way, columns: all } = tables[table] ?? { way: "sent", columns: [] };
    const cells = columns.map((at, index): Cell => {
      const column = all[at];
      const type = types[index] ?? "unknown";
      if (!column) return { reason: { what: "a column that is no model's" } };
      const sql = rules.column(`${alias}.c${at}`, column, way);
      if (sql === undefined || type !== column.type || (!column.exact && way !== "sent")) {
        const native = column.nativeType === "" ? column.type : column.nativeType;
        const what = `the column \`${column.name}\` of the type \`${native}\``;
        return { reason: { what, word: column.name } };
      }
      return { sql, type };
    });
    return { from: `${tableName(table)} ${alias}`, joined: false, where: [], cells, order: [] };
  }

  function join(relation: Extract<BoundRelation, { is: "join" }>): Part {
    const { kind, pairs, on } = relation;
    const isOuter = kind === "left" || kind === "right" || kind === "full";
    const [first, second] = [write(relation.left), write(relation.right)];
    const left = isOuter ? derived(first) : first;
    const right = isOuter ? derived(second) : second;
    const conditions = [
      ...pairs.map((pair) =>
        writeComparison(
          writeExpression(pair.left, left.cells, rules),
          pair.comparison,
          writeExpression(pair.right, right.cells, rules),
          rules,
          pair.left,
        ),
      ),
      ...(on ? [writeExpression(on, [...left.cells, ...right.cells], rules).sql] : []),
    ];
    switch (kind) {
      case "mark": {
        const [pair] = pairs;
        if (!pair || pairs.length > 1 || on || pair.comparison !== "=")
          throw held("a subquery behind ANY, or of several columns", pair?.left);
        const value = writeExpression(pair.left, left.cells, rules);
        const among = writeExpression(pair.right, right.cells, rules);
        const mark = `(${value.sql} in (select ${among.sql}${rest(right)}))`;
        return { ...left, cells: [...left.cells, { sql: mark, type: "bool" }] };
      }
      case "semi":
      case "anti": {
        const where = [...right.where, ...conditions];
        const exists = `exists (select 1${rest({ ...right, where })})`;
        return { ...left, where: [...left.where, kind === "semi" ? exists : `not ${exists}`] };
      }
      default:
    }
    const word = kind === "inner" && conditions.length === 0 ? "cross" : kind;
    const from = [
      left.from === "" ? "(select 1) hw_row" : left.from,
      `${word} join ${right.joined ? `(${right.from})` : right.from === "" ? "(select 1) hw_row" : right.from}`,
      ...(word === "cross" ? [] : [`on ${conditions.join(" and ") || "true"}`]),
    ].join(" ");
    return {
      from,
      joined: true,
      where: [...left.where, ...right.where],
      cells: [...left.cells, ...right.cells],
      order: [],
    };
  }

  function aggregate(relation: Extract<BoundRelation, { is: "aggregate" }>): Part {
    const of = write(relation.of);
    const groups = relation.groups.map((one) =>
      grouped(writeExpression(one, of.cells, rules), rules, "GROUP BY", one),
    );
    const cells = [
      ...groups,
      ...relation.aggregates.map((one) => cellFrom(() => writeAggregate(one, of.cells, rules))),
    ];
    const { columns } = renamed(cells, "");
    const by = groups.length === 0 ? "" : ` group by ${groups.map((_, at) => at + 1).join(", ")}`;
    const part = statement(
      `select ${columns.join(", ") || "count(*) as c"}${rest(of)}${by}`,
      cells,
    );
    return { ...part, keys: part.cells.slice(0, groups.length).map((cell) => usable(cell).sql) };
  }

  function set(relation: Extract<BoundRelation, { is: "set" }>): Part {
    const { kind, all } = relation;
    const [left, right] = [write(relation.left), write(relation.right)];
    // A column that cannot be used is left out where rows are not compared with each other.
    const cells = left.cells.map((cell, at): Cell => {
      const other = right.cells[at];
      return other && "reason" in other ? other : cell;
    });
    if (kind !== "union")
      for (const cell of cells) grouped(usable(cell), rules, kind.toUpperCase());
    const texts = [left, right].map((side) => {
      const columns = side.cells.flatMap((cell, at) =>
        "reason" in cell || "reason" in (cells[at] ?? cell) ? [] : [`${cell.sql} as c${at}`],
      );
      return `select ${columns.join(", ") || "1 as c"}${rest(side)}`;
    });
    return statement(texts.join(` ${kind}${all ? " all" : ""} `), cells);
  }

  /** The first rows are the same only where every order that the keys allow has the same rows there. */
  function limit(relation: Extract<BoundRelation, { is: "limit" }>): Part {
    const of = write(relation.of);
    const ordered = new Set(of.order.map(({ sql }) => sql));
    const cells = of.cells.map(usable);
    const isTotal = [of.keys ?? [""], cells.map(({ sql }) => sql)].some((keys) =>
      keys.every((key) => ordered.has(key)),
    );
    if (!isTotal || cells.some(({ type }) => !rules.groups(type)))
      throw held("a LIMIT whose ORDER BY does not tell all rows apart", {}, "limit");
    const part = statement(
      `select ${list(cells)}${rest(of)}${orderBy(of)}${rules.limit(relation.limit, relation.offset)}`,
      cells,
    );
    const order = of.order.map(({ sql, how }): Order => {
      const at = cells.findIndex((cell) => cell.sql === sql);
      const cell = part.cells[at];
      if (!cell) throw held("an ORDER BY of what LIMIT leaves out", {}, "limit");
      return { sql: usable(cell).sql, how };
    });
    return { ...part, order };
  }

  /** A statement as a table. */
  function statement(sql: string, cells: readonly Cell[]): Part {
    const alias = nextAlias();
    const from = `(\n${sql}\n) ${alias}`;
    return { from, joined: false, where: [], cells: renamed(cells, alias).cells, order: [] };
  }

  /** So that its cells are columns, which an outer join fills with NULL. */
  function derived(part: Part): Part {
    const isPlain = part.cells.every((cell) => "reason" in cell || /^t\d+\.c\d+$/.test(cell.sql));
    if (isPlain && part.where.length === 0 && part.from !== "") return { ...part, order: [] };
    return statement(select(part, renamed(part.cells, "").columns), part.cells);
  }

  return { write, read, named };
}

/** A part's statement with these columns. */
export function select(part: Part, columns: readonly string[]): string {
  return `select ${columns.join(", ") || "1 as c"}${rest(part)}${orderBy(part)}`;
}

function orderBy({ order }: Part): string {
  if (order.length === 0) return "";
  return `\norder by ${order.map(({ sql, how }) => `${sql} ${how}`).join(", ")}`;
}

function rest({ from, where }: Pick<Part, "from" | "where">): string {
  const filter = where.length === 0 ? "" : `\nwhere ${where.join(" and ")}`;
  return `${from === "" ? "" : `\nfrom ${from}`}${filter}`;
}

/** The cells that can be used as columns by their position, and what they are below the alias. */
function renamed(cells: readonly Cell[], alias: string) {
  return {
    columns: cells.flatMap((cell, at) => ("reason" in cell ? [] : [`${cell.sql} as c${at}`])),
    cells: cells.map((cell, at): Cell =>
      "reason" in cell ? cell : { sql: `${alias}.c${at}`, type: cell.type },
    ),
  };
}

function list(cells: readonly Written[]): string {
  return cells.map(({ sql }, at) => `${sql} as c${at}`).join(", ") || "1 as c";
}

/** Throws where it cannot be used. */
export function usable(cell: Cell): Written {
  if ("reason" in cell) throw new Held(cell.reason);
  return cell;
}

function writeAggregate(
  { name, args, type, distinct, filter, ordered }: Aggregate,
  cells: readonly Cell[],
  rules: EngineRules,
): Written {
  const [first, ...more] = args.map((one) => writeExpression(one, cells, rules));
  const word = distinct ? "distinct " : "";
  const only = filter ? ` filter (where ${writeExpression(filter, cells, rules).sql})` : "";
  if (ordered) throw held(`\`${name}\` with an order`, args[0], name);
  if (distinct && (!first || !rules.groups(first.type)))
    throw held(`\`${name}\` of distinct \`${first?.type ?? "rows"}\``, args[0], name);
  const written = (sql: string): Written => ({ sql: `${sql}${only}`, type });
  switch (more.length === 0 ? name : "") {
    case "count_star":
      return written("count(*)");
    case "count":
      return first ? written(`count(${word}${first.sql})`) : written("count(*)");
    case "min":
    case "max":
      if (!first || !rules.hasExtremes(first.type)) break;
      return written(`${name}(${first.sql})`);
    case "sum": {
      const to = sumType(first?.type);
      const own = to && rules.typeWord(to);
      if (!first || own === undefined || to !== type) break;
      const sum = rules.sum(first, own, word, only);
      return { sql: sum, type };
    }
    default:
  }
  const of = first ? ` of \`${first.type}\`` : "";
  throw held(`\`${name === "count_star" ? "count" : name}\`${of}`, {}, name);
}

/** DuckDB's. */
function sumType(of: BoundType | undefined): BoundType | undefined {
  if (of === undefined || !isExactNumber(of)) return undefined;
  return isInteger(of) ? "int128" : (`decimal(38,${/,(\d+)\)/.exec(of)?.[1] ?? "0"})` as BoundType);
}

/** What is equal must be the same, so that it does not matter which of them stands for all. */
function grouped(
  cell: Written,
  rules: EngineRules,
  what: string,
  place: { readonly at?: number } = {},
): Written {
  if (!rules.groups(cell.type))
    throw held(`${what} of \`${cell.type}\``, place, what.split(" ")[0]);
  return cell;
}
