import { readAll } from "../../rows/read-all.js";
import { quoteName } from "../../sql/dialects/bigquery/quote.js";
import type { CatalogColumn, CatalogSchema, CatalogTable } from "../contract.js";
import { readPages } from "../http/index.js";
import { listAt, textAt } from "./answer.js";
import { runJob } from "./job.js";
import { JobFailed } from "./refusal.js";
import { datasetOf } from "./query-configuration.js";
import { resultRows } from "./rows.js";
import type { Service } from "./service.js";
import { logicalOfNative } from "./types.js";

const NEVER = new AbortController().signal;

export interface Dataset {
  readonly projectId: string;
  readonly datasetId: string;
  readonly location: string | undefined;
}

/**
 * The source's dataset, or where it names none all of its project; of each its tables by one
 * query, and their descriptions and keys by another. A day's tables (`events_20240131`, …) are one, `events_*`, with the columns of the last.
 */
export async function readCatalog(
  service: Service,
  signal: AbortSignal = NEVER,
): Promise<CatalogSchema[]> {
  const own = datasetOf(service.config);
  const open = own ? [{ ...own, location: undefined }] : await listDatasets(service, signal);
  const next = open.entries();
  const schemas: CatalogSchema[] = [];
  // As many at once as queries of the source are.
  const { pool, connection_pool_size: size = 4 } = service.config;
  const workers = Array.from({ length: pool ?? size }, async () => {
    for (const [index, dataset] of next) {
      const tables = await tablesOf(service, dataset, signal);
      schemas[index] = { name: dataset.datasetId, tables };
    }
  });
  await Promise.all(workers);
  return schemas;
}

/** All datasets of the project that the login may see. */
export async function listDatasets(service: Service, signal: AbortSignal): Promise<Dataset[]> {
  const pages = readPages({
    signal,
    read: (pageToken, stop) =>
      service.call({ path: "datasets", query: { maxResults: 1000, pageToken }, signal: stop }),
    next: (page) => textAt(page, "nextPageToken"),
  });
  const found: Dataset[] = [];
  for await (const page of pages) {
    for (const dataset of listAt(page, "datasets")) {
      found.push({
        projectId: textAt(dataset, "datasetReference", "projectId") ?? service.config.project,
        datasetId: textAt(dataset, "datasetReference", "datasetId") ?? "",
        location: textAt(dataset, "location"),
      });
    }
  }
  return found;
}

async function tablesOf(
  service: Service,
  { projectId, datasetId, location }: Dataset,
  signal: AbortSignal,
): Promise<CatalogTable[]> {
  const schema = `${quoteName(`${projectId}.${datasetId}`)}.INFORMATION_SCHEMA`;
  const job = await runJob(service, catalogSql(schema), location, signal);
  const rows = await readAll({ ...resultRows(job, signal) });
  const notes = await notesOf(service, schema, location, signal);
  const tables = new Map<string, CatalogTable & { columns: CatalogColumn[] }>();
  for (const row of rows) {
    const name = String(row.get("family"));
    const last = String(row.get("table_name"));
    const kind = String(row.get("table_type")).endsWith("VIEW") ? "view" : "table";
    const table = tables.get(name) ?? { name, kind, ...notes.of(last), columns: [] };
    tables.set(name, table);
    const nativeType = String(row.get("data_type"));
    const column = String(row.get("column_name"));
    const type = logicalOfNative(nativeType);
    table.columns.push({ name: column, nativeType, type, ...notes.of(last, column) });
  }
  return [...tables.values()];
}

type Note = Pick<CatalogColumn, "comment" | "key">;

/**
 * Descriptions of a dataset's tables and columns, and their keys, which are only declared there. A
 * service that does not tell them has none.
 */
async function notesOf(
  service: Service,
  schema: string,
  location: string | undefined,
  signal: AbortSignal,
): Promise<{ of(table: string, column?: string): Note }> {
  const notes = new Map<string, Note>();
  const of = (table: string, column = "") => notes.get(JSON.stringify([table, column])) ?? {};
  try {
    const job = await runJob(service, notesSql(schema), location, signal);
    for (const row of await readAll({ ...resultRows(job, signal) })) {
      const [table, column] = [row.get("table_name"), row.get("column_name")].map((one) =>
        String(one ?? ""),
      );
      const comment = row.get("comment");
      const note = typeof comment === "string" && comment !== "" ? { comment } : {};
      const key = row.get("is_key") === true ? { key: "primary" as const } : {};
      notes.set(JSON.stringify([table, column]), { ...of(table ?? "", column), ...key, ...note });
    }
  } catch (error) {
    if (!(error instanceof JobFailed)) throw error;
  }
  return { of };
}

/** Texts of options are literals, whose escapes are those of JSON but for a few. */
function notesSql(schema: string): string {
  return `select table_name, column_name, description as comment, false as is_key
from ${schema}.COLUMN_FIELD_PATHS where field_path = column_name and description <> ''
union all
select table_name, null, safe.string(safe.parse_json(option_value)), false
from ${schema}.TABLE_OPTIONS where option_name = 'description'
union all
select table_name, column_name, null, true
from ${schema}.KEY_COLUMN_USAGE where ends_with(constraint_name, '.pk$')`;
}

/** Of the tables of one family the last; a family of one keeps its own name. */
function catalogSql(schema: string): string {
  return `select if(t.members > 1, t.family, c.table_name) as family, c.table_name, t.table_type, c.column_name, c.data_type
from ${schema}.COLUMNS as c
join (
  select regexp_replace(table_name, r'_[0-9]{8}$', '_*') as family, max(table_name) as table_name,
    max(table_type) as table_type, count(*) as members
  from ${schema}.TABLES
  group by family
) as t on t.table_name = c.table_name
order by family, c.ordinal_position`;
}
