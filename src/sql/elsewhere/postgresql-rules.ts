import { decimalParts } from "../../contract/logical-type.js";
import type { BoundType } from "./bound-query.js";
import {
  averageUnit,
  isExactNumber,
  unitOf,
  type EngineProbe,
  type EngineRules,
  type WriteCall,
} from "./engine-rules.js";

const TYPES: Partial<Record<BoundType, string>> = {
  bool: "boolean",
  int16: "smallint",
  int32: "integer",
  int64: "bigint",
  int128: "numeric(38,0)",
  float64: "double precision",
  text: "text",
  date: "date",
  timestamp: "timestamp",
  instant: "timestamp with time zone",
};

function typeWord(type: BoundType): string | undefined {
  const own = type.startsWith("decimal(") && decimalParts(type as `decimal(${number},${number})`);
  return own && own.precision <= 38 ? type.replace("decimal", "numeric") : TYPES[type];
}

function groups(type: BoundType): boolean {
  return isExactNumber(type) || /^(?:bool|text|date|timestamp|instant)$/.test(type);
}

/** Infinite days have no parts in DuckDB. */
function part(name: string): WriteCall {
  return ([of]) => {
    if (!of || !/^(?:date|timestamp)$/.test(of.type)) return undefined;
    const found = `cast(extract(${name} from ${of.sql}) as bigint)`;
    return `case when isfinite(${of.sql}) then ${found} end`;
  };
}

function texts(write: (...sql: readonly string[]) => string): WriteCall {
  return (args) =>
    args.every(({ type }) => type === "text") ? write(...args.map(({ sql }) => sql)) : undefined;
}

/** Others speak its protocol and calculate in ways of their own; bytes sort as texts in UTF-8 alone. */
export const postgresqlProbe: EngineProbe = {
  sql: "select version(), current_setting('server_encoding')",
  doubt([version = "", encoding = ""]) {
    const major = Number(/^PostgreSQL (\d+)/.exec(version)?.[1] ?? 0);
    const isOther = /redshift|greenplum|-YB-|materialize|risingwave|questdb/i.test(version);
    if (major < 11 || isOther) return "the server is no PostgreSQL of version 11 or later";
    return encoding === "UTF8" ? undefined : `the database is in \`${encoding}\`, not in UTF-8`;
  },
};

/** As PostgreSQL means them in a database of UTF-8. */
export const postgresqlRules: EngineRules = {
  typeWord,
  groups,
  // NaN is equal to itself and the largest number in both.
  compares: (type) => groups(type) || type === "float64",
  hasExtremes: (type) => groups(type) && type !== "bool",
  // By its bytes, whatever collation the database has.
  text: (literal) => `(${literal} collate "C")`,
  column(sql, { type, nativeType }, way) {
    const word = typeWord(type);
    if (word === undefined) return undefined;
    if (type === "text") {
      const isPlain = way === "sent" || /^(?:text|varchar|character varying)\b/.test(nativeType);
      return isPlain ? `(${sql} collate "C")` : undefined;
    }
    // A `numeric` may be NaN, which no decimal is: that is an error, and the merge runs in DuckDB.
    return type.startsWith("decimal(") && way === "here"
      ? `case when ${sql} = 'NaN' then cast(cast(${sql} as text) || ' is no decimal' as numeric) else ${sql} end`
      : sql;
  },
  average({ sql, type }, distinct, filter) {
    const unit = averageUnit(type);
    if (unit === undefined) return undefined;
    const [sum, count] = ["sum", "count"].map((name) => `${name}(${distinct}${sql})${filter}`);
    return `cast(${sum} * ${unit} as double precision) / (cast(${count} as double precision) * ${unit})`;
  },
  sum: ({ sql }, word, distinct, filter) => `cast(sum(${distinct}${sql})${filter} as ${word})`,
  calls: {
    "~~": texts((of, pattern) => `(${of} like ${pattern} escape '')`),
    "!~~": texts((of, pattern) => `(${of} not like ${pattern} escape '')`),
    "||": texts((...all) => `(${all.join(" || ")})`),
    length: texts((of) => `cast(length(${of}) as bigint)`),
    starts_with: texts((of, start) => `starts_with(${of}, ${start})`),
    // The year before 1 is 0 in DuckDB, and -1 there.
    year(args) {
      const found = part("year")(args);
      const [of] = args;
      return found && `(${found} + case when ${of?.sql} < '0001-01-01' then 1 else 0 end)`;
    },
    quarter: part("quarter"),
    month: part("month"),
    day: part("day"),
    date_trunc(args) {
      const [unit, of] = [unitOf(args[0]), args[1]];
      if (unit === undefined || !of || !/^(?:date|timestamp)$/.test(of.type)) return undefined;
      return `date_trunc('${unit}', cast(${of.sql} as timestamp))`;
    },
  },
  limit: (limit, offset) =>
    `${limit === undefined ? "" : ` limit ${limit}`}${offset === undefined ? "" : ` offset ${offset}`}`,
};
