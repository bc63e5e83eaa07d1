/**
 * Imports the code of a plugin: only in the reader of a trusted project, and in its author's tests.
 */
import { pathToFileURL } from "node:url";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Source, SourceType } from "../contract.js";
import type { PluginModule } from "../../project/source-types.js";
import { SourceError, TypeContradiction, type StreamOptions } from "../../rows/stream.js";
import { columnsOf, orAborted, rowStreamOf } from "./plugin-stream.js";
import { sourceErrorOf } from "../http/index.js";
import {
  sourceKit,
  type PluginSource,
  type PluginSourceType,
  type SourceKit,
} from "./source-kit.js";

/** The source type of a plugin as Headwater's own ones are. Rejects with a SourceError. */
export async function loadPlugin({ name, path }: PluginModule): Promise<SourceType> {
  const module: unknown = await guarded({ name }, () => import(pathToFileURL(path).href));
  const exported =
    typeof module === "object" && module !== null && "sourceType" in module
      ? module.sourceType
      : undefined;
  if (exported === undefined) throw failed(name, "its module has no export `sourceType`.");
  return pluginType(exported, name);
}

/** The export of a plugin's module as a source type. Throws a SourceError when it is none. */
export async function pluginType(exported: unknown, name: string): Promise<SourceType> {
  const type = isMaker(exported) ? await guarded({ name }, () => exported(sourceKit)) : exported;
  if (!isSourceType(type)) throw failed(name, "its `sourceType` has no function `open`.");
  return {
    async open(config, context) {
      const origin = { name, source: context.name };
      const source = await guarded(origin, () => type.open(config, context));
      if (typeof source !== "object" || source === null || typeof source.stream !== "function") {
        throw failed(name, "its `open` does not make a source.");
      }
      return guardedSource(source, origin);
    },
  };
}

function isMaker(value: unknown): value is (kit: SourceKit) => unknown {
  return typeof value === "function";
}

function isSourceType(value: unknown): value is PluginSourceType {
  return typeof value === "object" && value !== null && "open" in value && isMaker(value.open);
}

/** Where an error comes from. */
interface Origin {
  /** Of the plugin. */
  readonly name: string;
  /** Name of the source, once one is opened. */
  readonly source?: string;
}

/**
 * A source whose rows are batches and whose failures carry a diagnostic, whatever the plugin does.
 */
function guardedSource(source: PluginSource, origin: Origin): Source {
  const guard = <T>(work: () => T | Promise<T>) => guarded(origin, work);
  const opened = (sql: string, options: StreamOptions) =>
    orAborted(() => source.stream(sql, options), options.signal);
  const { name } = origin;
  const { relation, confirm, estimate, copyToParquet } = source;
  return {
    async *check(signal) {
      try {
        yield* source.check(signal);
      } catch (error) {
        throw asSourceError(error, origin);
      }
    },
    describe: async (sql) => columnsOf(await guard(() => source.describe(sql)), name),
    async stream(sql, options) {
      const stream = rowStreamOf(await guard(() => opened(sql, options)), options, name);
      return {
        columns: stream.columns,
        batches: guardedBatches(stream.batches, origin),
        get warnings() {
          return stream.warnings;
        },
      };
    },
    catalog: () => guard(() => source.catalog()),
    close: () => guard(() => source.close()),
    ...(relation && { relation: (sql: string) => guard(() => relation.call(source, sql)) }),
    ...(confirm && { confirm: (sql: string) => guard(() => confirm.call(source, sql)) }),
    ...(estimate && { estimate: (sql: string) => guard(() => estimate.call(source, sql)) }),
    ...(copyToParquet && {
      copyToParquet: (...args: Parameters<NonNullable<Source["copyToParquet"]>>) =>
        guard(() => copyToParquet.call(source, ...args)),
    }),
  };
}

async function* guardedBatches<T>(batches: AsyncIterable<T>, origin: Origin): AsyncGenerator<T> {
  try {
    yield* batches;
  } catch (error) {
    throw asSourceError(error, origin);
  }
}

async function guarded<T>(origin: Origin, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asSourceError(error, origin);
  }
}

/** A plugin may bring its own copy of the error classes, so they are known by what they carry. */
function asSourceError(thrown: unknown, { name, source = name }: Origin): Error {
  const error = sourceErrorOf(thrown, { source, user: name });
  if (error instanceof SourceError || error instanceof TypeContradiction) return error;
  if (error instanceof Error && "diagnostic" in error) {
    const { diagnostic } = error;
    if (isDiagnostic(diagnostic)) return new SourceError(diagnostic);
  }
  const reason = error instanceof Error ? error.message : String(error);
  const detail = error instanceof Error ? error.stack : undefined;
  return failed(name, reason, detail);
}

function isDiagnostic(value: unknown): value is SourceError["diagnostic"] {
  return (
    typeof value === "object" &&
    value !== null &&
    ["code", "severity", "message"].every(
      (key) => typeof (value as Readonly<Record<string, unknown>>)[key] === "string", // an object has keys
    )
  );
}

function failed(plugin: string, reason: string, detail?: string): SourceError {
  return new SourceError(createDiagnostic("plugin-failed", { plugin, reason }, { detail }));
}
