/** What an account says to the statements of the connector itself, and to a few of tests. */
import type {
  ScriptedAnswer,
  ScriptedCells,
  ScriptedColumn,
  ScriptedStatement,
} from "./scripted-snowflake.js";

export interface AccountFacts {
  readonly role?: string | null;
  readonly warehouse?: string | null;
  readonly database?: string | null;
  readonly schema?: string | null;
  readonly secondaryRoles?: string;
  /** Privilege, kind of object and name, by role; the grants of others may not be seen. */
  readonly grants?: Readonly<Record<string, readonly (readonly [string, string, string])[]>>;
  readonly tables?: number;
}

const READING: NonNullable<AccountFacts["grants"]> = {
  READER: [
    ["USAGE", "DATABASE", "SHOP"],
    ["USAGE", "SCHEMA", "SHOP.PUBLIC"],
    ["SELECT", "TABLE", "SHOP.PUBLIC.ITEMS"],
  ],
};

const NONE = [null, null, null];

/** Rows that are fetched in one go. */
const CHUNK = 20_000;

/** The answer of an account with one table `items`, whose columns are `id` and `label`. */
export function accountAnswer(facts: AccountFacts = {}) {
  const { role = "READER", warehouse = "REPORTING", database = "SHOP", schema = "PUBLIC" } = facts;
  const { secondaryRoles = '{"roles":"","value":""}', grants = READING, tables = 1 } = facts;
  return ({ sql }: Pick<ScriptedStatement, "sql">): ScriptedAnswer => {
    const numbers = /from numbers\((\d+)\)/.exec(sql);
    if (numbers) return numbered(Number(numbers[1]));
    if (sql.startsWith("select current_role()")) {
      return texts([[role, warehouse, database, schema, secondaryRoles]], 5);
    }
    if (sql.startsWith("show grants")) {
      const [, name = ""] = /"(.*)"/.exec(sql) ?? [];
      const rows = grants[name];
      return rows
        ? named(
            ["created_on", "privilege", "granted_on", "name"],
            rows.map((row) => ["0", ...row]),
          )
        : refused("003001", `SQL access control error:\nInsufficient privileges on role '${name}'`);
    }
    if (sql.startsWith("show parameters")) {
      return named(["key", "value"], [["TIMEZONE", "America/Los_Angeles"]]);
    }
    if (sql === "select current_version()") return texts([["9.38.1"]], 1);
    if (sql.includes("count(*) from information_schema")) return texts([[String(tables)]], 1);
    if (sql.includes("information_schema.tables t")) {
      return texts(
        [
          ["PUBLIC", "items", "BASE TABLE", "id", "NUMBER", "What is sold", null, null, "38", "0"],
          ["PUBLIC", "items", "BASE TABLE", "label", "TEXT", "What is sold", "Its name", ...NONE],
          ["PUBLIC", "moments", "VIEW", "at", "TIMESTAMP_NTZ", "", null, ...NONE],
        ],
        10,
      );
    }
    if (sql === "show primary keys in database") {
      const names = ["created_on", "database_name", "schema_name", "table_name", "column_name"];
      return named(names, [["0", "SHOP", "PUBLIC", "items", "id"]]);
    }
    if (/\bnowhere\b/i.test(sql)) {
      return refused(
        "000904",
        "SQL compilation error: error line 1 at position 7\ninvalid identifier 'NOWHERE'",
      );
    }
    if (sql === "select from where") {
      return refused(
        "001003",
        "SQL compilation error:\nsyntax error line 1 at position 12 unexpected 'where'.",
      );
    }
    return texts([["1"]], 1);
  };
}

export function refused(code: string, message: string): ScriptedAnswer {
  return { code, message };
}

/** Columns of text. */
export function named(names: readonly string[], rows: readonly ScriptedCells[]): ScriptedAnswer {
  return { columns: names.map((name) => ({ name, type: "text" })), rows };
}

function texts(rows: readonly ScriptedCells[], width: number): ScriptedAnswer {
  return named(
    Array.from({ length: width }, (_, index) => `C${index}`),
    rows,
  );
}

/** A column `n` from 1 on, the first rows inline. */
function numbered(count: number): ScriptedAnswer {
  const columns: ScriptedColumn[] = [{ name: "n", type: "fixed", precision: 38, scale: 0 }];
  const from = (start: number, length: number) =>
    Array.from({ length }, (_, index): ScriptedCells => [String(start + index + 1)]);
  const inline = Math.min(100, count);
  const chunks = Array.from({ length: Math.ceil((count - inline) / CHUNK) }, (_, index) => {
    const start = inline + index * CHUNK;
    return from(start, Math.min(CHUNK, count - start));
  });
  return { columns, rows: from(0, inline), chunks };
}
