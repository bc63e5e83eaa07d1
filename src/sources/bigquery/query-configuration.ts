import { maximumBytes } from "./maximum-bytes.js";
import type { Service } from "./service.js";

/** The same for a query that runs and one that is only looked at. */
export function queryConfiguration({ config, context }: Service, sql: string) {
  const limit = maximumBytes(config);
  const { timeZone, queryTag } = context;
  const dataset = datasetOf(config);
  return {
    labels: { ...config.labels, headwater: labelOf(queryTag) },
    jobTimeoutMs: String(config.timeout * 1000),
    query: {
      query: sql,
      useLegacySql: false,
      priority: "INTERACTIVE",
      ...(dataset && { defaultDataset: dataset }),
      ...(limit !== undefined && { maximumBytesBilled: String(limit) }),
      ...(timeZone !== undefined && {
        connectionProperties: [{ key: "time_zone", value: timeZone }],
      }),
    },
  };
}

/** The dataset of a source, which another project may own: `project.dataset`. */
export function datasetOf({
  project,
  dataset,
  database,
}: Service["config"]): { readonly projectId: string; readonly datasetId: string } | undefined {
  const name = dataset ?? database;
  if (name === undefined) return undefined;
  const dot = name.lastIndexOf(".");
  if (dot < 0) return { projectId: project, datasetId: name };
  return { projectId: name.slice(0, dot), datasetId: name.slice(dot + 1) };
}

/** A label's value holds lower-case letters, digits, `_` and `-`: `headwater/My Shop` → `my-shop`. */
export function labelOf(queryTag: string): string {
  const project = queryTag.replace(/^headwater\//, "").toLowerCase();
  return project.replaceAll(/[^\p{Ll}\p{Lo}\p{N}_-]/gu, "-").slice(0, 63);
}
