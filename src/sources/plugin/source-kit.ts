import { createDiagnostic } from "../../diagnostics/index.js";
import { createColumnBuilder, finishBatch } from "../../rows/column-builder.js";
import { SourceError, TypeContradiction } from "../../rows/stream.js";
import { tokenizePostgresql } from "../../sql/dialects/postgresql/tokens.js";
import { refusedWord } from "../../sql/reading.js";
import type { Source, SourceContext } from "../contract.js";
import { createHttpClient, HttpFailure, readPages } from "../http/index.js";
import type { PluginStream } from "./plugin-stream.js";
import { createTableSource } from "./table-source.js";

/** A source of a plugin: like every other, but its rows may come in other forms as well. */
export type PluginSource = Omit<Source, "stream"> & {
  stream(...args: Parameters<Source["stream"]>): Promise<PluginStream>;
};

/**
 * What the module of a plugin exports as `sourceType`. `Config` are the fields that its schema
 * describes.
 */
export interface PluginSourceType<Config = Record<string, unknown>> {
  /** Connects lazily: a bad host fails at the first call, not here. */
  open(config: Config, context: SourceContext): PluginSource | Promise<PluginSource>;
}

/**
 * What Headwater gives a plugin, so that a plugin needs no package of Headwater when it runs: the
 * export `sourceType` may be a function that is called with it.
 */
export interface SourceKit {
  /**
   * A source over files that the plugin turns into rows; SQL, types and the catalogue are done for
   * it.
   */
  readonly createTableSource: typeof createTableSource;
  /**
   * An error that is shown as it is: `throw kit.failure("the line 7 has no time", { hint: "…" })`.
   */
  failure(
    message: string,
    more?: { readonly hint?: string; readonly detail?: string },
  ): SourceError;
  readonly SourceError: typeof SourceError;
  readonly TypeContradiction: typeof TypeContradiction;
  /** A diagnostic of the catalogue, such as `query-failed`, whose codes the engine knows. */
  readonly createDiagnostic: typeof createDiagnostic;
  /**
   * The word because of which a statement does not only read, by the tokens of standard SQL, for
   * engines that would carry it out; undefined when it may be sent. `reading` are the words, in
   * lower case, that may begin one: `select`, `with`, …
   */
  refusedWord(sql: string, reading: readonly string[]): string | undefined;
  readonly createColumnBuilder: typeof createColumnBuilder;
  readonly finishBatch: typeof finishBatch;
  /**
   * Calls to a service with deadlines, repetitions and tokens; their failures, where the plugin
   * does not catch them, are reported with the code that fits.
   */
  readonly createHttpClient: typeof createHttpClient;
  readonly readPages: typeof readPages;
  readonly HttpFailure: typeof HttpFailure;
}

/** The kit of a plugin's source type; its failures have the code `source-failed`. */
export const sourceKit: SourceKit = {
  createTableSource,
  failure(message, { hint, detail } = {}) {
    return new SourceError(createDiagnostic("source-failed", { message }, { hint, detail }));
  },
  SourceError,
  TypeContradiction,
  createDiagnostic,
  refusedWord: (sql, reading) => refusedWord(sql, tokenizePostgresql, new Set(reading)),
  createColumnBuilder,
  finishBatch,
  createHttpClient,
  readPages,
  HttpFailure,
};
