import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { SourceType } from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { isNamedGzip } from "../files/gzip-file.js";
import { createFileSource } from "../files/file-source.js";
import { readHead } from "../files/read-head.js";
import type { RecordEnd } from "../files/settled-copy.js";
import type { JsonConfig } from "./config.js";
import {
  documentsFactsQuery,
  keySetsQuery,
  readsFile,
  recordsQuery,
  tableQuery,
  valuesQuery,
  type JsonForm,
  type RecordsOptions,
} from "./records.js";
import { readColumn, valueTypes, type ValueType } from "./value-types.js";

/**
 * One table of the records of all files. Its columns are the fields of all records; one that a
 * record lacks is NULL there.
 */
export const jsonSource: SourceType<JsonConfig> = {
  open(config, context) {
    return Promise.resolve(
      createFileSource(
        {
          kind: { name: "a JSON file", may: /gzip/, isText: true, mayBePacked: true },
          file: config.file,
          recordEnd: (file) => recordEnd(file, config),
          tables: async (files, connection) => ({
            main: await jsonTable(files, connection, config),
          }),
        },
        context,
      ),
    );
  },
};

/** A list or a document ends where its bracket does: half of one is none at all. */
async function recordEnd(file: string, config: JsonConfig): Promise<RecordEnd> {
  const isPacked = isNamedGzip(file);
  const isLines = !isPacked && (await sharedForm([file], config)) === "unstructured";
  return { kind: isLines && config.records === undefined ? "line" : "whole" };
}

async function jsonTable(
  files: readonly string[],
  connection: DuckDbConnection,
  config: JsonConfig,
): Promise<string> {
  const { file, records: path } = config;
  const place = { files, form: await sharedForm(files, config), path };
  const nested = path !== undefined && (await documentsAreLong(place, path, connection, file));
  const found = await keySets(recordsQuery({ ...place, exact: nested }), connection, file);
  const exact = nested || found.exact;
  const declared = new Map(Object.entries(config.columns ?? {}));
  const keys = columnKeys(found.keys, config, declared);
  const options = { ...place, exact };
  const values = valuesQuery(recordsQuery(options), exact);
  const types = await valueTypes(connection, values, [...declared.keys()]);
  const columns = keys.map((key) => {
    const given = declared.get(key);
    const type: ValueType = given
      ? { type: given, fits: false, isMarked: exact }
      : (types.get(key) ?? { type: "VARCHAR", fits: true, isMarked: false });
    return readColumn(key, type, readsFile(options));
  });
  return tableQuery(options, columns);
}

/**
 * Files of one table have one form. A document around the records is neither a list nor followed by
 * others.
 */
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

/**
 * Whether the documents have numbers that doubles cannot hold; each must have a list at the path.
 */
async function documentsAreLong(
  place: Omit<RecordsOptions, "exact">,
  path: string,
  connection: DuckDbConnection,
  file: string,
): Promise<boolean> {
  const [[exact, without] = []] = await connection.rows(documentsFactsQuery(place, path));
  if (Number(without) > 0) throw malformed(file, `there is no list at \`${path}\`.`);
  return exact === true;
}

/** The fields of all records in the order in which they first appear. */
async function keySets(
  records: string,
  connection: DuckDbConnection,
  file: string,
): Promise<{ readonly keys: readonly string[]; readonly exact: boolean }> {
  const keys = new Set<string>();
  let exact = false;
  for (const [text, isRecord, count, long] of await connection.rows(keySetsQuery(records))) {
    if (isRecord !== true) {
      throw malformed(
        file,
        `${String(count)} of its entries are no records, such as \`{"id": 1}\`.`,
      );
    }
    // DuckDB's own list of texts.
    const set = JSON.parse(String(text)) as string[];
    const twice = set.find((key, index) => set.indexOf(key) !== index);
    if (twice !== undefined) {
      throw malformed(file, `${String(count)} of its records have the field \`${twice}\` twice.`);
    }
    for (const key of set) keys.add(key);
    exact ||= long === true;
  }
  return { keys: [...keys], exact };
}

/** The columns: the fields of the records or, where there are none, those that are declared. */
function columnKeys(
  found: readonly string[],
  { file }: JsonConfig,
  declared: ReadonlyMap<string, string>,
): readonly string[] {
  const keys = found.length > 0 ? found : [...declared.keys()];
  if (keys.length === 0) {
    throw malformed(file, "it has no records that tell its columns.", "Give them with `columns`.");
  }
  for (const name of declared.keys()) {
    if (keys.includes(name)) continue;
    const reason = `no record has a field \`${name}\`, whose type is given.`;
    throw malformed(file, reason, suggest(name, keys));
  }
  const fault = keyFault(keys);
  if (fault !== undefined) throw malformed(file, fault);
  return keys;
}

function keyFault(keys: readonly string[]): string | undefined {
  const seen = new Map<string, string>();
  for (const key of keys) {
    if (key === "") return "a record has a field without a name.";
    if (key.includes("\0")) return "the name of a field holds a zero character.";
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
