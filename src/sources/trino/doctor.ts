/** What the connection doctor asks of Trino. */
import { quoteIdentifier, quoteText } from "../../sql/quote.js";
import type { Reading } from "../server/check-reading.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { sentence } from "../network-failure.js";
import { RefusedByServer, type Refusal } from "../server/refusal.js";
import type { ServerTarget } from "../server/server-target.js";
import type { DoctorQueries } from "../server/server-type.js";
import type { TrinoConfig } from "./config.js";
import { command } from "./execute.js";
import { refusedUser } from "./failure.js";
import { withoutPlace } from "./refusals.js";
import type { Session } from "./session.js";
import { uploadPlace, type UploadPlace } from "./upload-place.js";

/** Connectors that have no way to change anything. */
const READ_ONLY = new Set(["jmx", "prometheus", "system", "tpcds", "tpch"]);
/** Catalogs that are asked one by one. */
const MOST_CATALOGS = 20;

export function doctorOf(config: TrinoConfig, target: ServerTarget): DoctorQueries<Session> {
  return {
    /** Any statement shows whether the login is taken. */
    async otherAccount(session) {
      await session.run("SELECT 1", "NONE").catch((error: unknown) => {
        const refusal = error instanceof RefusedByServer ? error.refusal : undefined;
        throw (refusal && refusedUser(refusal, target)) ?? error;
      });
      return undefined;
    },
    power: async () => undefined,
    reader: () => "",
    writing: (session) => writing(session, config),
    reading: (session) => reading(session, config),
    facts: (session) => facts(session, config, target),
  };
}

/**
 * Trino's access control is asked whether it would let a table be made, which nobody makes: the
 * statement is only looked at, and outside the transaction, in which the answer is always no.
 */
async function writing(session: Session, config: TrinoConfig): Promise<string | undefined> {
  const own =
    config.catalog === undefined
      ? ""
      : ` where catalog_name = ${quoteText(config.catalog.toLowerCase())}`;
  const sql = `select catalog_name, connector_name from system.metadata.catalogs${own} order by 1`;
  const known = await command(session, sql);
  const names = known
    .filter(([, connector]) => !READ_ONLY.has(connector ?? ""))
    .map(([name]) => name ?? "")
    .slice(0, MOST_CATALOGS);
  const schema = config.db_schema ?? "default";
  const upload = uploadPlace(config);
  const writable: string[] = [];
  for (const name of names) {
    // There the user wants it to be so.
    if (name === upload?.catalog.toLowerCase() && schema === upload.schema) continue;
    if (!(await refusedTable(session, name, schema))) writable.push(name);
  }
  if (writable.length === 0) return undefined;
  const list = writable.map((name) => `\`${name}\``).join(", ");
  return `may make tables in ${writable.length === 1 ? "the catalog" : "the catalogs"} ${list}`;
}

/** Why nothing can be uploaded there. */
async function uploadFault(
  session: Session,
  { catalog, schema }: UploadPlace,
): Promise<string | undefined> {
  const refusal = await refusedTable(session, catalog, schema);
  if (refusal) return withoutPlace(refusal.message);
  // The statement is right in a schema that is not there, too.
  const name = quoteText(schema.toLowerCase());
  const sql = `select 1 from ${quoteIdentifier(catalog)}.information_schema.schemata where schema_name = ${name}`;
  const found = await command(session, sql);
  return found.length === 0 ? `there is no schema \`${schema}\`` : undefined;
}

/** Why no table could be made there; undefined where one could. */
async function refusedTable(
  session: Session,
  catalog: string,
  schema: string,
): Promise<Refusal | undefined> {
  const names = [catalog, schema, "headwater_never_made"].map(quoteIdentifier).join(".");
  const sql = `EXPLAIN (TYPE VALIDATE) CREATE TABLE ${names} AS SELECT 1 AS n`;
  try {
    await session.run(sql, "NONE");
    return undefined;
  } catch (error) {
    if (error instanceof RefusedByServer) return error.refusal;
    throw error;
  }
}

/** Trino shows only what may be read, so that what is seen and what is readable are the same. */
async function reading(session: Session, config: TrinoConfig): Promise<Reading | undefined> {
  const { catalog, catalogs = {}, db_schema: schema } = config;
  const known = await catalogNames(session);
  const named = [...(catalog === undefined ? [] : [catalog]), ...Object.values(catalogs)];
  const stranger = named.find((name) => !known.includes(name.toLowerCase()));
  if (stranger !== undefined) {
    return { schemas: [], wanted: [], stranger: { catalog: stranger, known } };
  }
  if (catalog === undefined) return undefined;
  const information = `${quoteIdentifier(catalog)}.information_schema`;
  const sql = `
  select s.schema_name, count(t.table_name)
  from ${information}.schemata s left join ${information}.tables t on t.table_schema = s.schema_name
  where s.schema_name <> 'information_schema' group by 1 order by 1`;
  const schemas = (await command(session, sql)).map(([name, count]) => {
    const tables = Number(count ?? 0);
    return { name: name ?? "", usable: true, tables, readable: tables };
  });
  return { schemas, wanted: schema === undefined ? [] : [schema.toLowerCase()] };
}

/** In lower case, as Trino has them. */
async function catalogNames(session: Session): Promise<string[]> {
  const rows = await command(session, "select catalog_name from system.metadata.catalogs");
  return rows.map(([name]) => name ?? "");
}

/** Rejects with a SourceError where no table can be made in the place that `upload` names. */
async function facts(
  session: Session,
  config: TrinoConfig,
  { source }: ServerTarget,
): Promise<string> {
  const catalogs = await catalogNames(session);
  const [row = []] = await command(session, "select version(), current_user, current_timezone()");
  const [version, user, zone] = row;
  const words = `Trino ${version}, as \`${user}\`, time zone ${zone}, ${catalogs.length} catalogs`;
  const upload = uploadPlace(config);
  if (!upload) return words;
  const place = `${upload.catalog}.${upload.schema}`;
  const fault = await uploadFault(session, upload);
  if (fault === undefined) return `${words}, uploads to \`${place}\``;
  const values = { source, place, reason: sentence(fault) };
  throw new SourceError(createDiagnostic("upload-refused", values));
}
