/**
 * A query of DuckDB as one that means the same in another engine, or what keeps it from that:
 *
 *   bound query ─ rules of the engine ─▶ statement over the models' own queries
 *                        └─ the first thing that may mean something else ─▶ held
 */
import type { LogicalType } from "../../contract/logical-type.js";
import type { DialectName } from "../dialect.js";
import { dialects } from "../dialects.js";
import { withoutSemicolons } from "../statement.js";
import type { BoundRelation, BoundType } from "./bound-query.js";
import { Held, held, type HeldReason } from "./held.js";
import { rulesOf } from "./rules.js";
import { select, usable } from "./part.js";
import { typeName } from "./type-name.js";
import { createRelationWriter, tableName, type ElsewhereTable } from "./write-relation.js";

/** A column of the result as DuckDB describes it, with a name of its own. */
export interface ResultColumn {
  readonly name: string;
  readonly type: LogicalType;
}

export interface ElsewhereQuery {
  readonly relation: BoundRelation;
  /** By their positions in the relation. */
  readonly tables: readonly ElsewhereTable[];
  readonly result: readonly ResultColumn[];
  readonly dialect: DialectName;
}

/** A statement that waits for the queries of the models that it reads. */
export interface ElsewhereStatement {
  /** Positions of those tables. */
  readonly reads: readonly number[];
  /** With a query of each of them in the engine's SQL, whose columns stand in the table's order. */
  sql(queryOf: (table: number) => string): string;
}

export function queryElsewhere({
  relation,
  tables,
  result,
  dialect,
}: ElsewhereQuery): ElsewhereStatement | { readonly held: HeldReason } {
  const rules = rulesOf(dialect);
  const own = dialects[dialect];
  if (!rules) return { held: { what: `${own.title}'s SQL` } };
  try {
    const writer = createRelationWriter(tables, rules);
    const part = writer.write(relation);
    const columns = result.map(({ name, type }, at) => {
      const cell = usable(part.cells[at] ?? { reason: { what: "a column without a value" } });
      const word = rules.typeWord(type);
      if (word === undefined || type !== landed(cell.type))
        throw held(`a result of the type ${typeName(type)}`);
      const value = type === "text" || type === "bool" ? cell.sql : `cast(${cell.sql} as ${word})`;
      return `${value} as ${own.quoteIdentifier(name)}`;
    });
    const query = select(part, columns);
    return {
      reads: [...writer.read],
      sql(queryOf) {
        const models = [...writer.read].map((table) => {
          const names = tables[table]?.columns.map((_, at) => `c${at}`) ?? [];
          const sql = withoutSemicolons(queryOf(table), own.tokenize).trim();
          return `${tableName(table)}(${names.join(", ")}) as (\n${sql}\n)`;
        });
        const named = [...models, ...writer.named];
        return `${named.length > 0 ? `with ${named.join(",\n")}\n` : ""}${query}`;
      },
    };
  } catch (error) {
    if (error instanceof Held) return { held: error.reason };
    throw error;
  }
}

/** 128 bits land as 64; what does not fit is an error there. */
function landed(type: BoundType): BoundType {
  return type === "int128" ? "int64" : type;
}
