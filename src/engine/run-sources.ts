import { userInfo } from "node:os";
import { relative } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import type { ConfigValue } from "../project/env-value.js";
import type { Source, SqlModel } from "../project/objects.js";
import { ownValuesOf } from "../project/own-values.js";
import type { Project } from "../project/project.js";
import { resolveSource } from "../project/resolve-source.js";
import { mapConfig } from "../project/source-config/leaves.js";
import type { SourceTypes, DeclaredSourceType } from "../project/source-types.js";
import { fileIdentity } from "./file-identity.js";
import type { Ingredients } from "./job-key.js";
import { sha256 } from "../disk/sha256.js";
import type { ReaderSource } from "../readers/contract.js";
import { poolOf, serverOf } from "../sources/source-server.js";

/** A source that jobs can use: what its reader needs, and what tells its data from another's. */
export interface RunSource {
  readonly source: Source;
  readonly info: DeclaredSourceType;
  readonly reader: ReaderSource;
  /** Statements that run at once in this lane. */
  readonly pool: number;
  /** What shares the pool: the server with its login, else the source itself. */
  readonly lane: string;
  /**
   * What decides which rows a query gets: `source.type`, `source.host` and other fields, for files
   * `file.<path>` with size and time; no secrets and nothing that only says how to read.
   */
  identity(): Promise<Ingredients>;
}

/** The sources of one run, resolved once each. */
export interface RunSources {
  /** A source by itself. */
  get(source: Source): RunSource | { readonly diagnostics: readonly Diagnostic[] };
  /** The source of a model: its own, or for a model that names none the one of `--source`. */
  of(model: SqlModel): RunSource | { readonly diagnostics: readonly Diagnostic[] };
  /**
   * Statements that run at once in a lane of sources that were asked for; the smallest of their
   * pools.
   */
  poolOf(lane: string): number | undefined;
}

/** Fields that say how to read, not what: changing them makes no result old. */
const OPERATIONAL = new Set([
  "pool",
  "connection_pool_size",
  "timeout",
  "progress_timeout",
  "connect_timeout",
  "maximum_bytes_billed",
  "labels",
  "limits",
  "fresh_for",
  "upload",
  "upload_max_rows",
  "upload_max_bytes",
  // How to log in; as whom is said by others.
  "authenticator",
  "private_key_path",
  "token_path",
]);

/**
 * Resolves all sources of a project; faults come out when a job asks for the source. Those of
 * plugins, and those that would send what is the user's own, are refused unless the project is
 * trusted.
 */
export function createRunSources(
  project: Project,
  sourceTypes: SourceTypes,
  defaultSource?: Source,
  trusted = false,
): RunSources {
  const resolved = new Map(
    project.sources.map((source) => [
      source.id,
      resolveSource(source, project.environment, sourceTypes),
    ]),
  );
  const ready = new Map<string, RunSource>();

  function get(source: Source): ReturnType<RunSources["get"]> {
    const found = ready.get(source.id);
    if (found) return found;
    const info = sourceTypes.get(source.type);
    const { config, secrets, diagnostics } = resolved.get(source.id) ?? NOTHING;
    if (!info || !config) {
      return { diagnostics: onceEach([...source.problems, ...diagnostics]) };
    }
    if (info.plugin && !trusted) {
      const words = { name: source.name, plugin: info.plugin.name };
      return failure(createDiagnostic("project-not-trusted", words, { at: source.at }));
    }
    const own = trusted ? [] : ownValuesOf(source, project);
    if (own.length > 0) {
      const words = { name: source.name, sends: own };
      return failure(createDiagnostic("project-not-trusted", words, { at: source.at }));
    }
    const made = runSource(project, source, info, config, { secrets, trusted });
    ready.set(source.id, made);
    return made;
  }

  return {
    poolOf(lane) {
      const pools = [...ready.values()].filter((one) => one.lane === lane).map(({ pool }) => pool);
      return pools.length === 0 ? undefined : Math.min(...pools);
    },
    get,
    of(model) {
      const source = sourceOf(model, defaultSource);
      if (source) return get(source);
      return failure(createDiagnostic("no-source", { name: model.name }, { at: model.at }));
    },
  };
}

/** The source on which a model runs; `chosen` is that of `--source`. */
export function sourceOf(model: SqlModel, chosen: Source | undefined): Source | undefined {
  return chosen && model.usesDefaultSource ? chosen : model.source;
}

/** What the project's check has found is found again when the environment is filled in. */
function onceEach(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const told = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, message, at } = diagnostic;
    const key = JSON.stringify([code, message, at?.file, at?.start.line]);
    if (!told.has(key)) told.set(key, diagnostic);
  }
  return [...told.values()];
}

const NOTHING = { config: undefined, secrets: [], diagnostics: [] };

function failure(...diagnostics: Diagnostic[]): { diagnostics: Diagnostic[] } {
  return { diagnostics };
}

function runSource(
  project: Project,
  source: Source,
  info: DeclaredSourceType,
  config: Readonly<Record<string, ConfigValue>>,
  { secrets, trusted }: { readonly secrets: readonly string[]; readonly trusted: boolean },
): RunSource {
  const { timeZone, timeZoneGiven } = project.defaults;
  const context = {
    name: source.name,
    queryTag: `headwater/${project.name}`,
    ...(timeZoneGiven && { timeZone }),
    ...(trusted && { trustedRoot: project.root }),
    secrets,
  };
  const { plugin, dialect, isolation, timedByReader } = info;
  const key = sha256(JSON.stringify([info.type, config, context, plugin?.path ?? null]));
  let identity: Promise<Ingredients> | undefined;
  return {
    source,
    info,
    reader: {
      key,
      type: info.type,
      config,
      context: { ...context, marked: true },
      ...(plugin && {
        plugin: {
          ...plugin,
          dialect,
          isolation,
          pool: info.pool,
          ...(timedByReader && { timedByReader }),
        },
      }),
    },
    pool: poolOf(info, config),
    lane: serverOf(info.type, info, config) ?? source.id,
    identity: () =>
      (identity ??= identify(project.root, info, config, timeZoneGiven ? timeZone : undefined)),
  };
}

async function identify(
  root: string,
  { type, config: schema, server, plugin }: DeclaredSourceType,
  config: Readonly<Record<string, ConfigValue>>,
  timeZone: string | undefined,
): Promise<Ingredients> {
  // Another version of a plugin's code may yield other rows.
  const paths: string[] = plugin ? [plugin.path] : [];
  const lasting = Object.entries(config).filter(([name]) => !OPERATIONAL.has(name));
  const fields = mapConfig(Object.fromEntries(lasting), schema, (leaf, { secret, path }) => {
    if (path && typeof leaf === "string") paths.push(leaf);
    return secret ? null : leaf;
  });
  const named = Object.entries(fields).map(([name, value]) => [`source.${name}`, value]);
  const files = paths.map(async (path) => [
    `file.${relative(root, path)}`,
    await fileIdentity(path, "duckdb"),
  ]);
  return {
    "source.type": type,
    // Who logs in where no login is set: rows may depend on it.
    ...(server?.includes("username") && { "source.username": userInfo().username }),
    ...Object.fromEntries(named),
    ...Object.fromEntries(await Promise.all(files)),
    "time zone": timeZone,
  };
}

/** The source that `--source` names, or why there is none. */
export function chooseSource(
  project: Project,
  name: string | undefined,
): Source | Diagnostic | undefined {
  if (name === undefined) return undefined;
  const found =
    project.sources.find((source) => source.name === name) ??
    project.sources.find((source) => source.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const hint = suggest(
    name,
    project.sources.map((source) => source.name),
  );
  return createDiagnostic("chosen-source-unknown", { name }, { hint });
}
