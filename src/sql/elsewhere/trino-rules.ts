import { decimalParts } from "../../contract/logical-type.js";
import type { BoundType } from "./bound-query.js";
import {
  averageUnit,
  isExactNumber,
  unitOf,
  type EngineRules,
  type WriteCall,
} from "./engine-rules.js";

const TYPES: Partial<Record<BoundType, string>> = {
  bool: "boolean",
  int8: "tinyint",
  int16: "smallint",
  int32: "integer",
  int64: "bigint",
  int128: "decimal(38,0)",
  float64: "double",
  text: "varchar",
  date: "date",
  timestamp: "timestamp(6)",
};

function typeWord(type: BoundType): string | undefined {
  const own = type.startsWith("decimal(") && decimalParts(type as `decimal(${number},${number})`);
  return own && own.precision <= 38 ? type : TYPES[type];
}

/** Doubles have a NaN there that is not equal to itself, and a zero with a sign in groups. */
function compares(type: BoundType): boolean {
  return isExactNumber(type) || /^(?:bool|text|date|timestamp)$/.test(type);
}

function part(name: string): WriteCall {
  return ([of]) => (of && /^(?:date|timestamp)$/.test(of.type) ? `${name}(${of.sql})` : undefined);
}

function isText(type: BoundType | undefined): boolean {
  return type === "text";
}

/** As Trino 476 means them; texts compare by code points, without collations. */
export const trinoRules: EngineRules = {
  typeWord,
  compares,
  groups: compares,
  hasExtremes: (type) => compares(type) && type !== "bool",
  text: (literal) => `cast(${literal} as varchar)`,
  column(sql, { type, nativeType }, way) {
    const word = typeWord(type);
    if (word === undefined) return undefined;
    if (way === "sent") return sql;
    // What passes is of the type that its database's model has; the cast changes no value.
    if (way === "passed") {
      if (type !== "text") return `cast(${sql} as ${word})`;
      // A `char` passes as one, and Trino compares those without the spaces at their ends.
      return /^(?:(?:tiny|medium|long)?text|varchar|character varying)\b/.test(nativeType)
        ? sql
        : undefined;
    }
    // Of a bare column Trino has the database behind its catalog compare, which may hold more equal.
    if (type === "text") return /^varchar\b/.test(nativeType) ? `(${sql} || '')` : undefined;
    const digits = Number(/^timestamp\((\d+)\)$/.exec(nativeType)?.[1] ?? 3);
    if (type !== "timestamp") return sql;
    return digits <= 6 ? `cast(${sql} as timestamp(6))` : undefined;
  },
  // The sum is a whole number again before it is a double, as DuckDB has it.
  average({ sql, type }, distinct, filter) {
    const unit = averageUnit(type);
    if (unit === undefined) return undefined;
    const sum = `sum(${distinct}cast(${sql} as decimal(38,4)))${filter}`;
    const count = `count(${distinct}${sql})${filter}`;
    return `cast(cast(${sum} * ${unit} as decimal(38,0)) as double) / (cast(${count} as double) * ${unit})`;
  },
  // Its own sum of integers ends at 64 bits.
  sum: ({ sql }, word, distinct, filter) => `sum(${distinct}cast(${sql} as ${word}))${filter}`,
  calls: {
    "~~": ([of, pattern]) =>
      isText(of?.type) && isText(pattern?.type) ? `(${of?.sql} like ${pattern?.sql})` : undefined,
    "!~~": ([of, pattern]) =>
      isText(of?.type) && isText(pattern?.type)
        ? `(${of?.sql} not like ${pattern?.sql})`
        : undefined,
    "||": (args) =>
      args.every(({ type }) => isText(type))
        ? `(${args.map(({ sql }) => sql).join(" || ")})`
        : undefined,
    length: ([of]) => (isText(of?.type) ? `length(${of?.sql})` : undefined),
    starts_with: ([of, start]) =>
      isText(of?.type) && isText(start?.type)
        ? `starts_with(${of?.sql}, ${start?.sql})`
        : undefined,
    year: part("year"),
    quarter: part("quarter"),
    month: part("month"),
    day: part("day"),
    date_trunc(args) {
      const [unit, of] = [unitOf(args[0]), args[1]];
      if (unit === undefined || !of || !/^(?:date|timestamp)$/.test(of.type)) return undefined;
      return `date_trunc('${unit}', cast(${of.sql} as timestamp(6)))`;
    },
  },
  limit: (limit, offset) =>
    `${offset === undefined ? "" : ` offset ${offset}`}${limit === undefined ? "" : ` limit ${limit}`}`,
};
