import { readAll } from "../../rows/read-all.js";
import { quoteName } from "../../sql/dialects/bigquery/quote.js";
import type { CatalogSchema, CatalogTable } from "../contract.js";
import { readPages } from "../http/index.js";
import { listAt, textAt } from "./answer.js";
import { runJob } from "./job.js";
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
 * query. A day's tables (`events_20240131`, …) are one, `events_*`, with the columns of the last.
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
  const tables = new Map<string, CatalogTable & { columns: CatalogTable["columns"][number][] }>();
  for (const row of rows) {
    const name = String(row.get("family"));
    const kind = String(row.get("table_type")).endsWith("VIEW") ? "view" : "table";
    const table = tables.get(name) ?? { name, kind, columns: [] };
    tables.set(name, table);
    const nativeType = String(row.get("data_type"));
    const type = logicalOfNative(nativeType);
    table.columns.push({ name: String(row.get("column_name")), nativeType, type });
  }
  return [...tables.values()];
}

/** Of the tables of one family the last; a family of one keeps its own name. */
function catalogSql(schema: string): string {
  return `select if(t.members > 1, t.family, c.table_name) as family, t.table_type, c.column_name, c.data_type
from ${schema}.COLUMNS as c
join (
  select regexp_replace(table_name, r'_[0-9]{8}$', '_*') as family, max(table_name) as table_name,
    max(table_type) as table_type, count(*) as members
  from ${schema}.TABLES
  group by family
) as t on t.table_name = c.table_name
order by family, c.ordinal_position`;
}
