import type { Source } from "../sources/contract.js";
import type { StreamOptions } from "../rows/stream.js";
import { loadSourceType } from "../sources/loaders.js";
import { loadPlugin } from "../sources/plugins.js";
import { createLandings } from "../duckdb/landing/land-parquet.js";
import { parquetDraft } from "../duckdb/landing/parquet-draft.js";
import { firstRows } from "../rows/result/first-rows.js";
import { writeSheets } from "../rows/result/sheets-file.js";
import { writeResult } from "../rows/result/write-result.js";
import type { Draft } from "../rows/result/draft.js";
import type { CallControl, Service } from "./call.js";
import type { SOURCE_CALLS } from "./calls.js";
import type { HostTask } from "./messages.js";
import { billOf, landModel } from "./land-model.js";
import { readLanded } from "./read-landed.js";
import { isChanged, readStream } from "./read-stream.js";

/** Opens a source and answers the calls of its reader. */
export async function createSourceService(
  task: HostTask & { readonly kind: "source" },
): Promise<Service<typeof SOURCE_CALLS>> {
  const { temporaryDirectory } = task;
  const { type: name, config, context, plugin } = task.source;
  const type = plugin ? await loadPlugin(plugin) : await loadSourceType(name);
  const source = await type.open(config, { ...context, temporaryDirectory });
  const landings = createLandings();
  const open = (sql: string) => (options: StreamOptions) => source.stream(sql, options);
  const openAll = (sql: string) => (options: StreamOptions) =>
    source.stream(sql, { ...options, toTheEnd: true });

  return {
    trace(query, path, limits, control) {
      return readStream(openAll(query.sql), limits, control, async (stream) => ({
        ...(await writeResult(stream, query, path)),
        ...billOf(stream),
      }));
    },
    model(sql, path, limits, control) {
      const limited = limits.maxRows !== undefined || limits.maxBytes !== undefined;
      // Rows that are counted pass through here, and stop at the limit.
      return source.copyToParquet && !limited
        ? copyModel(source, sql, path, control)
        : landModel(openAll(sql), path, landings, limits, control);
    },
    async modelOver(sql, tables, path, limits, control) {
      if (!source.withTables) throw new Error(`${context.name} makes no tables`);
      const { signal } = control;
      const opened = tables.map(({ rows, ...table }) => ({
        ...table,
        open: () => readLanded(rows, { temporaryDirectory, signal }),
      }));
      const onProgress = (rows: number, bytes: number) => control.progress(rows, bytes);
      const request = { tables: opened, signal, onProgress };
      const { made, warnings } = await source.withTables(request, () =>
        landModel(openAll(sql), path, landings, limits, control),
      );
      return { ...made, diagnostics: [...made.diagnostics, ...warnings] };
    },
    rows(sql, limit, limits, control) {
      // Who asks for fewer rows than the limit reads no more than a batch beyond them.
      const { maxRows = Infinity, ...others } = limits;
      const held = limit < maxRows ? others : limits;
      return readStream(open(sql), held, control, (stream) => firstRows(stream, limit));
    },
    sheets(sql, limit, path, limits, control) {
      return readStream(open(sql), limits, control, (stream) => writeSheets(stream, limit, path));
    },
    describe: (sql, { signal }) => source.describe(sql, signal),
    ready: async ({ signal }) => source.ready?.(signal),
    async check(control) {
      for await (const stage of source.check(control.signal)) control.stage(stage);
    },
    rights: async ({ signal }) => source.rights?.(signal),
    catalog: ({ signal }) => source.catalog(signal),
    relation: async (sql) => source.relation?.(sql),
    confirm: async (sql) => source.confirm?.(sql),
    cost: async (sql, { signal }) => source.cost?.(sql, signal),
    estimate: async (sql, { signal }) => source.estimate?.(sql, signal),
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
  const copy = () => source.copyToParquet?.(sql, path, { signal: control.signal });
  const first = copy()?.catch((error: unknown) => {
    if (isChanged(error)) return copy();
    throw error;
  });
  const copied = await first;
  if (!copied) throw new Error("The source cannot write Parquet");
  return parquetDraft(path, copied.rows, copied.columns, copied.warnings);
}
