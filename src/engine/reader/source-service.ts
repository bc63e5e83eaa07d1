import type {
  CatalogSchema,
  Column,
  Relation,
  Source,
  StreamOptions,
} from "../../sources/contract.js";
import { loadSourceType } from "../../sources/loaders.js";
import { loadPlugin } from "../../sources/plugins.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";
import { createLandings } from "../landing/land-parquet.js";
import { parquetDraft } from "../landing/parquet-draft.js";
import { firstRows } from "../result/first-rows.js";
import { writeResult } from "../result/write-result.js";
import type { AdHocRows, Draft } from "./contract.js";
import type { CallControl, HostTask, Limits, Service, SourceCalls } from "./messages.js";
import { landModel } from "./land-model.js";
import { readStream } from "./read-stream.js";

/** Opens a source and answers the calls of its reader. */
export async function createSourceService(
  task: HostTask & { readonly kind: "source" },
): Promise<Service<SourceCalls>> {
  const { temporaryDirectory, source: given } = task;
  const { plugin } = given;
  const type = plugin ? await loadPlugin(plugin) : await loadSourceType(given.type);
  const source = await type.open(given.config, { ...given.context, temporaryDirectory });
  const landings = createLandings({ temporaryDirectory });
  const open = (sql: string) => (options: StreamOptions) => source.stream(sql, options);

  return {
    trace(query: TraceQuery, path: string, limits: Limits, control: CallControl): Promise<Draft> {
      return readStream(open(query.sql), limits, control, (stream) =>
        writeResult(stream, query, path),
      );
    },
    model(sql: string, path: string, limits: Limits, control: CallControl): Promise<Draft> {
      const limited = limits.maxRows !== undefined || limits.maxBytes !== undefined;
      // Rows that are counted pass through here, and stop at the limit.
      return source.copyToParquet && !limited
        ? copyModel(source, sql, path, control)
        : landModel(open(sql), path, landings, limits, control);
    },
    rows(sql: string, limit: number, limits: Limits, control: CallControl): Promise<AdHocRows> {
      // Who asks for fewer rows than the limit reads no more than a batch beyond them.
      const { maxRows = Infinity, ...others } = limits;
      const held = limit < maxRows ? others : limits;
      return readStream(open(sql), held, control, (stream) => firstRows(stream, limit));
    },
    describe(sql: string, { signal }: CallControl): Promise<Column[]> {
      return source.describe(sql, signal);
    },
    async check(control: CallControl): Promise<void> {
      for await (const stage of source.check()) control.stage(stage);
    },
    catalog({ signal }: CallControl): Promise<CatalogSchema[]> {
      return source.catalog(signal);
    },
    async relation(sql: string): Promise<Relation | undefined> {
      return source.relation?.(sql);
    },
    async confirm(sql: string): Promise<Column[] | undefined> {
      return source.confirm?.(sql);
    },
    async estimate(sql: string, { signal }: CallControl): Promise<number | undefined> {
      return source.estimate?.(sql, signal);
    },
    async close() {
      await landings.close();
      await source.close();
    },
  };
}

/** The source's own engine writes the file. */
async function copyModel(
  source: Source,
  sql: string,
  path: string,
  control: CallControl,
): Promise<Draft> {
  const copied = await source.copyToParquet?.(sql, path, { signal: control.signal });
  if (!copied) throw new Error("The source cannot write Parquet");
  return parquetDraft(path, copied.rows, copied.columns, copied.warnings);
}
