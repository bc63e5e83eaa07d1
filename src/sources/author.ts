/** The package's export `headwater/source`: what the author of a plugin needs, most of it types. */
export type { LogicalType } from "../contract/logical-type.js";
export type { Diagnostic } from "../contract/diagnostic.js";
export type { Batch, BatchColumn } from "../rows/batch.js";
export type {
  CatalogColumn,
  CatalogSchema,
  CatalogTable,
  CheckStage,
  SourceContext,
} from "./contract.js";
export type { Column, StreamOptions } from "../rows/stream.js";
export type { Relation } from "../rows/relation.js";
export type {
  AccessToken,
  Clock,
  HttpAnswer,
  HttpCall,
  HttpClient,
  HttpClientOptions,
  HttpFailure,
  HttpFailureKind,
  Paging,
  RefusalAnswer,
  RetryLimits,
  TokenOptions,
} from "./http/index.js";
export type { PluginBatch, PluginColumn, PluginStream } from "./plugin/plugin-stream.js";
export type { PluginTable } from "./plugin/table-file.js";
export type { PluginTables, TableSourceOptions } from "./plugin/table-source.js";
export {
  sourceKit,
  type PluginSource,
  type PluginSourceType,
  type SourceKit,
} from "./plugin/source-kit.js";
