/** Relations of a bound query in another engine's SQL, as far as they mean the same there. */
import type { BoundRelation } from "./bound-query.js";
import type { EngineRules, ModelColumn, Way } from "./engine-rules.js";
import { held } from "./held.js";
import { derivedFrom, grouped, list, renamed, rest, select, usable, type Part } from "./part.js";
import { typeName } from "./type-name.js";
import { writeAggregate } from "./write-aggregate.js";
import { cellFrom, cellOf, writeExpression, type Cell } from "./write-expression.js";
import { writeExists, writeJoin } from "./write-join.js";
import { writeLimit } from "./write-limit.js";
import { writeWindow } from "./write-window.js";

/** A model as the query knows it. */
export interface ElsewhereTable {
  readonly way: Way;
  readonly columns: readonly ModelColumn[];
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
  const context = { rules, nextAlias };
  const statement = (sql: string, cells: readonly Cell[]) => derivedFrom(sql, cells, nextAlias());
  /** Of the row around the subquery that is written. */
  let given: readonly Cell[] | undefined;

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
        return writeJoin(relation, [write(relation.left), write(relation.right)], context);
      case "exists":
        return exists(relation);
      case "given":
        return { from: "", joined: false, where: [], cells: given ?? [], order: [] };
      case "window":
        return writeWindow(relation, write(relation.of), context);
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
          if (!rules.compares(value.type)) throw held(`an order of ${typeName(value.type)}`, by);
          const how = `${descending ? "desc" : "asc"} nulls ${nullsFirst ? "first" : "last"}`;
          return { sql: value.sql, how };
        });
        return { ...of, order };
      }
      case "limit":
        return writeLimit(relation, write(relation.of), context);
      case "with": {
        // It stands before the whole statement, where the row around it is not known.
        if (given) throw held("WITH in a subquery that names columns of the query around it");
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
        throw held(relation.what, relation, ...(relation.words ?? []));
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
      const type = types[index] ?? "only column";
      if (!column) return { reason: { what: "a column that is no model's" } };
      const sql = rules.column(`${alias}.c${at}`, column, way);
      if (sql === undefined || type !== column.type || (!column.exact && way !== "sent")) {
        const native =
          column.nativeType === "" ? typeName(column.type) : `\`${column.nativeType}\``;
        const what = `the column \`${column.name}\` of the type ${native}`;
        return { reason: { what, words: [column.name, "*", "columns"] } };
      }
      return { sql, type };
    });
    return { from: `${tableName(table)} ${alias}`, joined: false, where: [], cells, order: [] };
  }

  function exists(relation: Extract<BoundRelation, { is: "exists" }>): Part {
    const of = write(relation.of);
    // Which query a value is of is not known in one more.
    if (given)
      throw held("a subquery that names columns of the query around it, in another one", relation);
    given = relation.given.map((one) => writeExpression(one, of.cells, rules));
    const among = write(relation.among);
    given = undefined;
    return writeExists(relation, of, among, context);
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

  return { write, read, named };
}
