/** What a login may read, in the doctor's words. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { ServerTarget } from "./server-target.js";

/** A schema and what the login may do in it; in MySQL a database. */
export interface ReadableSchema {
  readonly name: string;
  /** Whether the login may use it at all. */
  readonly usable: boolean;
  /** Tables and views. */
  readonly tables: number;
  /** Of those, how many the login may read. */
  readonly readable: number;
}

/** What servers tell the doctor about reading. */
export interface Reading {
  /** All that the login may know of; those of the system are left out. */
  readonly schemas: readonly ReadableSchema[];
  /** Where unqualified tables are looked up, when that was set. */
  readonly wanted: readonly string[];
  /** A catalog that was set and is not there, on servers that have catalogs, beside those that are. */
  readonly stranger?: { readonly catalog: string; readonly known: readonly string[] };
}

/** In one clause, and what is wrong with it: an error where no query could find a table. */
export function readingOf(
  reading: Reading | undefined,
  { source, user, config, database }: ServerTarget,
): { readonly words: string; readonly diagnostic?: Diagnostic } {
  if (!reading) return { words: "" };
  const { schemas, wanted, stranger } = reading;
  if (stranger) {
    const { catalog, known } = stranger;
    const hint = suggest(catalog, known);
    return {
      words: "",
      diagnostic: createDiagnostic("source-catalog-unknown", { source, catalog }, { hint }),
    };
  }
  const tables = sum(schemas, "tables");
  const readable = sum(schemas, "readable");
  const words =
    readable === tables
      ? `${readable} ${readable === 1 ? "table" : "tables"}`
      : `${readable} of ${tables} tables may be read`;
  const names = schemas.map(({ name }) => name);
  for (const schema of config.db_schema === undefined ? [] : wanted) {
    const found = schemas.find(({ name }) => name === schema);
    if (!found) {
      const hint = suggest(schema, names);
      return {
        words,
        diagnostic: createDiagnostic("source-schema-unknown", { source, schema }, { hint }),
      };
    }
    if (!found.usable) {
      const values = { source, user, schema };
      return { words, diagnostic: createDiagnostic("source-schema-forbidden", values) };
    }
  }
  if (tables === 0) {
    const values = { source, user, database };
    return { words, diagnostic: createDiagnostic("source-without-tables", values) };
  }
  if (readable === 0) {
    const values = { source, user, database, tables };
    return { words, diagnostic: createDiagnostic("source-reads-nothing", values) };
  }
  const looked = schemas.filter(({ name }) => wanted.includes(name));
  if (wanted.length > 0 && sum(looked, "readable") === 0) {
    const others = schemas.filter((one) => one.readable > 0).map(({ name }) => name);
    const values = { source, user, schema: wanted.join(", "), others };
    return { words, diagnostic: createDiagnostic("source-schema-empty", values) };
  }
  return { words };
}

function sum(schemas: readonly ReadableSchema[], what: "tables" | "readable"): number {
  return schemas.reduce((total, one) => total + one[what], 0);
}
