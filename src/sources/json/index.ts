import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { SourceError, type SourceType } from "../contract.js";
import type { DuckDbConnection } from "../duckdb-family/connection.js";
import { createFileSource } from "../duckdb-family/file-source.js";
import { readHead } from "../duckdb-family/read-head.js";
import type { JsonConfig } from "./config.js";
import { recordsQuery, valuesQuery, withoutListQuery, type JsonForm } from "./records.js";
import { castValue, valueTypes } from "./value-types.js";

/** One table of the records of all files. Its columns are the fields of all records; one that a record lacks is NULL there. */
export const jsonSource: SourceType<JsonConfig> = {
  open(config, context) {
    return Promise.resolve(
      createFileSource(
        {
          file: config.file,
          tables: async (files, connection) => ({
            main: await jsonTable(files, connection, config),
          }),
        },
        context,
      ),
    );
  },
};

async function jsonTable(
  files: readonly string[],
  connection: DuckDbConnection,
  config: JsonConfig,
): Promise<string> {
  const form = await sharedForm(files, config);
  await requireLists(files, form, connection, config);
  const records = recordsQuery(files, form, config.records);
  await requireRecords(records, connection, config.file);
  const declared = new Map(Object.entries(config.columns ?? {}));
  const keys = await columnKeys(records, connection, config, declared);
  const values = valuesQuery(records, keys);
  const open = keys.filter((key) => !declared.has(key));
  const found = await valueTypes(connection, values, open);
  const types = new Map([
    ...declared,
    ...open.map((key, index): [string, string] => [key, found[index] ?? "VARCHAR"]),
  ]);
  const list = keys.map((key) => castValue(key, types.get(key) ?? "VARCHAR"));
  return `SELECT ${list.join(", ")} FROM (${values})`;
}

/** Files of one table have one form. A document around the records is neither a list nor followed by others. */
async function sharedForm(files: readonly string[], config: JsonConfig): Promise<JsonForm> {
  if (config.format !== undefined) return config.format === "array" ? "array" : "unstructured";
  if (config.records !== undefined) return "unstructured";
  let shared: JsonForm | undefined;
  for (const file of files) {
    const form = await formOf(file);
    if (form && shared && form !== shared) {
      throw malformed(file, "it is a list of records, or not, unlike the other files.");
    }
    shared ??= form;
  }
  return shared ?? "unstructured";
}

/** Undefined for a file without content. */
async function formOf(file: string): Promise<JsonForm | undefined> {
  const head = await readHead(file);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    throw malformed(file, "it is UTF-16; JSON is written in UTF-8.");
  }
  const first = /^\uFEFF?\s*(\S)/.exec(head.toString("utf8"))?.[1];
  if (first === undefined) return undefined;
  return first === "[" ? "array" : "unstructured";
}

async function requireLists(
  files: readonly string[],
  form: JsonForm,
  connection: DuckDbConnection,
  { file, records }: JsonConfig,
): Promise<void> {
  if (records === undefined) return;
  const without = await connection.text(withoutListQuery(files, form, records));
  if (without === "0") return;
  throw malformed(file, `there is no list at \`${records}\`.`);
}

async function requireRecords(
  records: string,
  connection: DuckDbConnection,
  file: string,
): Promise<void> {
  const isRecord = "json_type(record) = 'OBJECT'";
  const twice = "len(json_keys(record)) <> len(list_distinct(json_keys(record)))";
  const [[strays, doubles] = []] = await connection.rows(
    `SELECT count(*) FILTER (NOT (${isRecord})), count(*) FILTER (${isRecord} AND ${twice}) FROM (${records})`,
  );
  if (Number(strays) > 0) {
    throw malformed(
      file,
      `${Number(strays)} of its entries are no records, such as \`{"id": 1}\`.`,
    );
  }
  if (Number(doubles) > 0) {
    throw malformed(file, `${Number(doubles)} of its records have a field twice.`);
  }
}

/** The fields of all records, in the order in which they first appear, and those that are declared besides. */
async function columnKeys(
  records: string,
  connection: DuckDbConnection,
  { file }: JsonConfig,
  declared: ReadonlyMap<string, string>,
): Promise<string[]> {
  const rows = await connection.rows(`SELECT key FROM (
    SELECT key, row_number() OVER () AS n FROM (SELECT unnest(json_keys(record)) AS key FROM (${records}))
  ) GROUP BY key ORDER BY min(n)`);
  const keys = rows.map(([key]) => String(key));
  for (const name of declared.keys()) {
    // Without records nothing says what the columns are but the declaration.
    if (keys.length > 0 && !keys.includes(name)) {
      throw malformed(
        file,
        `no record has a field \`${name}\`, whose type is given.`,
        suggest(name, keys),
      );
    }
  }
  const all = keys.length > 0 ? keys : [...declared.keys()];
  if (all.length === 0) {
    throw malformed(file, "it has no records that tell its columns.", "Give them with `columns`.");
  }
  const fault = keyFault(all);
  if (fault !== undefined) throw malformed(file, fault);
  return all;
}

function keyFault(keys: readonly string[]): string | undefined {
  const seen = new Map<string, string>();
  for (const key of keys) {
    if (key === "") return "a record has a field without a name.";
    const other = seen.get(key.toLowerCase());
    if (other !== undefined) return `its fields \`${other}\` and \`${key}\` differ by case only.`;
    seen.set(key.toLowerCase(), key);
  }
  return undefined;
}

function malformed(file: string, reason: string, hint?: string): SourceError {
  return new SourceError(
    createDiagnostic("json-malformed", { file, reason }, hint === undefined ? {} : { hint }),
  );
}
