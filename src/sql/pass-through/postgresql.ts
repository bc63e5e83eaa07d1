import { decimalParts } from "../../contract/logical-type.js";
import type { TransportOf } from "./transport.js";

/**
 * Whether there are collations by which texts are equal that are not the same, such as those that
 * ignore case: Trino has the database compare. Servers before version 12 have none.
 */
export const LOOSE_COLLATIONS = `select exists (
  select 1 from pg_catalog.pg_collation c where to_jsonb(c) ->> 'collisdeterministic' = 'false'
)`;

/**
 * Infinite times are an error at the database, where Trino would read other times. What Trino has no
 * type for is the database's own text, as it is without Trino.
 */
export const postgresqlTransport: TransportOf = ({ type, nativeType }, sql) => {
  switch (type) {
    case "bool":
    case "int16":
    case "int32":
    case "int64":
    case "float32":
    case "float64":
    case "bytes":
    case "date":
    case "uuid":
      return { asked: sql };
    case "uint32":
      return { asked: `cast(${sql} as bigint)` };
    case "time":
      return { asked: `cast(${sql} as text)`, made: (column) => `cast(${column} as time(6))` };
    case "timestamp":
    case "instant": {
      const own = type === "instant" ? "timestamptz" : "timestamp";
      const wrong = `cast(cast(${sql} as text) || ' cannot go through Trino' as ${own})`;
      return {
        asked: `case when isfinite(${sql}) or ${sql} is null then ${sql} else ${wrong} end`,
      };
    }
    case "decimal":
      return {
        refused: `is \`${nativeType}\`${nativeType.includes("(") ? ", which no decimal of Trino is" : " without a number of digits"}: cast it to \`numeric(38, …)\` in the model.`,
      };
    case "list":
    case "struct":
      return { refused: "is a list: cast it to text in the model." };
    default:
      if (decimalParts(type)) return { asked: sql };
      // A `char(n)` is compared without its blanks, by the database as by Trino.
      return /^(?:text|varchar)\b/.test(nativeType)
        ? { asked: sql }
        : { asked: `case when ${sql} is not null then format('%s', ${sql}) end` };
  }
};
