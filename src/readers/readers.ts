import { accessSync, constants, mkdirSync } from "node:fs";
import { createDiagnostic } from "../diagnostics/index.js";
import type { DeclaredSourceType } from "../project/source-types.js";
import { defaultMemoryLimit } from "../duckdb/memory-limit.js";
import { unfetchedTable } from "../duckdb/tables/table-sql.js";
import { SourceError } from "../rows/stream.js";
import { poolOf, serverOf } from "../sources/source-server.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import { EMBEDDED_CALLS, SOURCE_CALLS } from "./calls.js";
import type { EmbeddedEngine, Reader, ReaderPlugin, Readers, ReaderSource } from "./contract.js";
import { HostPool } from "./host-pool.js";
import { OWN_HOSTS, type Hosts } from "./host-port.js";
import { nearEnd } from "./near-end.js";
import { Slots } from "./slots.js";

/** Files that are landed at once. */
const LANDINGS = 2;
/**
 * Statements of DuckDB at once in this process, wherever they run: each holds one of the four
 * threads that Node has for files and names too, and the last of them is left to those.
 */
const NATIVE_STATEMENTS = 3;
/** Statements of the embedded DuckDB at once; they share its memory limit. */
const EMBEDDED_STATEMENTS = 2;
/** An engine that runs in a process of its own cannot be stopped otherwise than by ending that. */
const KILL_AFTER_CANCEL_MILLISECONDS = 200;

export interface ReadersOptions {
  /** Absolute folder for drafts and spilled data, on the same file system as the artifacts. */
  readonly temporaryDirectory: string;
  readonly limits?: ReaderLimits;
  /** Instead of hosts for each reader alone. */
  readonly hosts?: Hosts;
}

/** What the embedded DuckDB may take. */
export interface ReaderLimits {
  /** Bytes of memory; min(2 GB, 40 % of the machine's) when absent. */
  readonly memory?: number;
  /** Bytes that one statement may spill; 10 GB when absent. */
  readonly spill?: number;
  /** Absolute folder for spilled data; the temporary folder when absent. */
  readonly spillDirectory?: string;
}

/** The folder is the user's choice, and so is what is wrong with it. */
function makeSpillDirectory(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourceError(createDiagnostic("spill-directory-unusable", { folder, reason }));
  }
}

/** Starts nothing: each reader's thread or process starts with its first call. */
export function createReaders(options: ReadersOptions): Readers {
  const { temporaryDirectory, limits = {}, hosts: origin = OWN_HOSTS } = options;
  mkdirSync(temporaryDirectory, { recursive: true, mode: 0o700 });
  if (limits.spillDirectory !== undefined) makeSpillDirectory(limits.spillDirectory);
  const shared: Shared = {
    temporaryDirectory,
    landings: new Slots(LANDINGS),
    native: new Slots(NATIVE_STATEMENTS),
  };
  const servers = new Map<string, ServerSlots>();
  const readers = new Map<string, { readonly reader: Reader; readonly hosts: HostPool }>();
  const ending = new Set<Promise<void>>();
  const embeddedHosts = new HostPool(new Slots(EMBEDDED_STATEMENTS), EMBEDDED_STATEMENTS, {
    name: "DuckDB",
    task: {
      kind: "embedded",
      temporaryDirectory: limits.spillDirectory ?? temporaryDirectory,
      memoryLimit: Math.floor((limits.memory ?? defaultMemoryLimit()) / EMBEDDED_STATEMENTS),
      ...(limits.spill !== undefined && { spillLimit: limits.spill }),
    },
    start: origin.thread,
  });
  function readerOf(source: ReaderSource): Reader {
    const known = readers.get(source.key);
    if (known) return known.reader;
    const type = source.plugin ?? SOURCE_TYPES.get(source.type);
    if (!type) throw new Error(`There is no source type ${source.type}`);
    const slots = slotsOf(source, type, servers);
    const hosts = sourceHosts(source, type, slots, temporaryDirectory, origin);
    const reader = sourceReader(hosts, type, shared);
    readers.set(source.key, { reader, hosts });
    return reader;
  }

  return {
    source: readerOf,
    embedded: embeddedEngine(embeddedHosts, shared, readerOf),
    async end({ key }) {
      const found = readers.get(key);
      readers.delete(key);
      const closing = found?.hosts.end() ?? Promise.resolve();
      ending.add(closing);
      await closing.finally(() => ending.delete(closing));
    },
    async close() {
      shared.landings.close();
      shared.native.close();
      await Promise.all(
        [embeddedHosts, ...[...readers.values()].map(({ hosts }) => hosts)].map((hosts) =>
          hosts.close(),
        ),
      );
      await Promise.all(ending);
    },
  };
}

type ReaderType = Pick<ReaderPlugin, "dialect" | "isolation" | "pool" | "timedByReader"> &
  Pick<DeclaredSourceType, "server">;

/** What all readers share. */
interface Shared {
  readonly temporaryDirectory: string;
  readonly landings: Slots;
  readonly native: Slots;
}

/** Statements on one server with one login. */
interface ServerSlots {
  readonly slots: Slots;
  /** What each source, by its name, wants to run at once; of several the smallest holds for all. */
  readonly pools: Map<string, number>;
}

function slotsOf(source: ReaderSource, type: ReaderType, servers: Map<string, ServerSlots>): Slots {
  const { config } = source;
  const statements = poolOf(type, config);
  const server = serverOf(source.type, type, config);
  if (server === undefined) return new Slots(statements);
  const shared = servers.get(server) ?? { slots: new Slots(statements), pools: new Map() };
  servers.set(server, shared);
  shared.pools.set(source.context.name, statements);
  shared.slots.resize(Math.min(...shared.pools.values()));
  return shared.slots;
}

function sourceHosts(
  source: ReaderSource,
  type: ReaderType,
  slots: Slots,
  temporaryDirectory: string,
  origin: Hosts,
): HostPool {
  const { timeout } = source.config;
  const statements = poolOf(type, source.config);
  const separate = type.isolation === "process";
  const isOffline = !source.plugin && type.server === undefined;
  const process = isOffline ? origin.offlineProcess : origin.process;
  const options = {
    name: source.context.name,
    task: { kind: "source", source, temporaryDirectory },
    start: separate ? process : origin.thread,
    ...(separate && { killAfterCancel: KILL_AFTER_CANCEL_MILLISECONDS }),
  } as const;
  const seconds = type.timedByReader && typeof timeout === "number" ? timeout : undefined;
  return new HostPool(slots, separate ? 1 : statements, options, seconds);
}

function sourceReader(hosts: HostPool, type: ReaderType, shared: Shared): Reader {
  const { native, ...others } = shared;
  // A process of its own has its own threads; in this one a statement of DuckDB holds one.
  const isNative = type.dialect === "duckdb" && type.isolation === "thread";
  const statement = isNative ? native : undefined;
  return nearEnd(SOURCE_CALLS, { hosts, statement, landing: statement, ...others });
}

function embeddedEngine(
  hosts: HostPool,
  shared: Shared,
  readerOf: (source: ReaderSource) => Reader,
): EmbeddedEngine {
  const { native, ...others } = shared;
  return {
    ...nearEnd(EMBEDDED_CALLS, { hosts, statement: native, landing: native, ...others }),
    dialect: "duckdb",
    async inPlace(source, sql, control) {
      const relation = await readerOf(source).relation(sql, control);
      return relation && { kind: "scan", ...relation };
    },
    lacking: ({ message, detail = "" }) => unfetchedTable(`${message}\n${detail}`),
  };
}
