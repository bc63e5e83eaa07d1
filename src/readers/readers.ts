import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { DeclaredSourceType } from "../project/source-types.js";
import { defaultMemoryLimit } from "../duckdb/database.js";
import { poolOf, serverOf } from "../sources/source-server.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import type {
  Embedded,
  ReadControl,
  Reader,
  ReaderPlugin,
  Readers,
  ReadersOptions,
  ReaderSource,
} from "./contract.js";
import type { Draft } from "../rows/result/draft.js";
import type { CallOptions } from "./host.js";
import { HostPool, queued } from "./host-pool.js";
import { startProcess, startThread } from "./host-port.js";
import type { EmbeddedCalls, Limits, SourceCalls } from "./messages.js";
import { Slots } from "./slots.js";

/** Files that are landed at once. */
const LANDINGS = 2;
/**
 * Statements of DuckDB at once in this process, wherever they run: each holds one of the four threads that Node has for
 * files and names too, and the last of them is left to those.
 */
const NATIVE_STATEMENTS = 3;
/** Statements of the embedded DuckDB at once; they share its memory limit. */
const EMBEDDED_STATEMENTS = 2;
/** An engine that runs in a process of its own cannot be stopped otherwise than by ending that. */
const KILL_AFTER_CANCEL_MILLISECONDS = 200;

/** Starts nothing: each reader's thread or process starts with its first call. */
export function createReaders(options: ReadersOptions): Readers {
  const { temporaryDirectory, limits = {} } = options;
  mkdirSync(temporaryDirectory, { recursive: true, mode: 0o700 });
  if (limits.spillDirectory !== undefined) {
    mkdirSync(limits.spillDirectory, { recursive: true, mode: 0o700 });
  }
  const shared: Shared = {
    temporaryDirectory,
    landings: new Slots(LANDINGS),
    native: new Slots(NATIVE_STATEMENTS),
  };
  const servers = new Map<string, ServerSlots>();
  const readers = new Map<string, { readonly reader: Reader; readonly hosts: HostPool }>();
  const embeddedHosts = new HostPool(new Slots(EMBEDDED_STATEMENTS), EMBEDDED_STATEMENTS, {
    name: "DuckDB",
    task: {
      kind: "embedded",
      temporaryDirectory: limits.spillDirectory ?? temporaryDirectory,
      memoryLimit: Math.floor((limits.memory ?? defaultMemoryLimit()) / EMBEDDED_STATEMENTS),
      ...(limits.spill !== undefined && { spillLimit: limits.spill }),
    },
    start: startThread,
  });
  return {
    source(source) {
      const known = readers.get(source.key);
      if (known) return known.reader;
      const type = source.plugin ?? SOURCE_TYPES.get(source.type);
      if (!type) throw new Error(`There is no source type ${source.type}`);
      const slots = slotsOf(source, type, servers);
      const hosts = sourceHosts(source, type, slots, temporaryDirectory);
      const reader = sourceReader(hosts, type, shared);
      readers.set(source.key, { reader, hosts });
      return reader;
    },
    embedded: embeddedReader(embeddedHosts, shared),
    async close() {
      shared.landings.close();
      shared.native.close();
      await Promise.all(
        [embeddedHosts, ...[...readers.values()].map(({ hosts }) => hosts)].map((hosts) =>
          hosts.close(),
        ),
      );
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
): HostPool {
  const { timeout } = source.config;
  const statements = poolOf(type, source.config);
  const separate = type.isolation === "process";
  const options = {
    name: source.context.name,
    task: { kind: "source", source, temporaryDirectory },
    start: separate ? startProcess : startThread,
    ...(separate && { killAfterCancel: KILL_AFTER_CANCEL_MILLISECONDS }),
  } as const;
  const seconds = type.timedByReader && typeof timeout === "number" ? timeout : undefined;
  return new HostPool(slots, separate ? 1 : statements, options, seconds);
}

function sourceReader(hosts: HostPool, type: ReaderType, shared: Shared): Reader {
  // A process of its own has its own threads; in this one every landing is a statement of DuckDB.
  const landing = type.isolation === "thread" ? shared.native : undefined;
  const query = type.dialect === "duckdb" ? landing : undefined;
  // Each call's answer is that of the same method of SourceCalls in the host.
  function call<Name extends keyof SourceCalls>(
    name: Name,
    args: Parameters<SourceCalls[Name]>,
    options: CallOptions,
    within?: Slots,
  ) {
    return hosts.call(name, args, options, within) as ReturnType<SourceCalls[Name]>;
  }
  return {
    trace: (trace, control) =>
      drafted(shared, (path) => call("trace", [trace, path, limitsOf(control)], control, query)),
    model: (sql, control) =>
      queued(shared.landings, control.signal, () =>
        drafted(shared, (path) => call("model", [sql, path, limitsOf(control)], control, landing)),
      ),
    rows: (sql, limit, control) => call("rows", [sql, limit, limitsOf(control)], control, query),
    describe: (sql, signal) => call("describe", [sql], stoppedBy(signal)),
    check: (onStage) => call("check", [], { onStage }),
    catalog: () => call("catalog", [], {}),
    relation: (sql, signal) => call("relation", [sql], stoppedBy(signal)),
    confirm: (sql, signal) => call("confirm", [sql], stoppedBy(signal)),
    estimate: (sql, signal) => call("estimate", [sql], stoppedBy(signal)),
  };
}

function stoppedBy(signal: AbortSignal | undefined): CallOptions {
  return signal ? { signal } : {};
}

function embeddedReader(hosts: HostPool, shared: Shared): Embedded {
  // Each call's answer is that of the same method of EmbeddedCalls in the host.
  function call<Name extends keyof EmbeddedCalls>(
    name: Name,
    args: Parameters<EmbeddedCalls[Name]>,
    options: CallOptions,
  ) {
    return hosts.call(name, args, options, shared.native) as ReturnType<EmbeddedCalls[Name]>;
  }
  return {
    trace: (query, scope, control) =>
      drafted(shared, (path) => call("trace", [query, path, scope, limitsOf(control)], control)),
    model: (sql, scope, control) =>
      drafted(shared, (path) => call("model", [sql, path, scope, limitsOf(control)], control)),
    rows: (sql, limit, scope, control) =>
      call("rows", [sql, limit, scope, limitsOf(control)], control),
    describe: (sql, scope) => call("describe", [sql, scope], {}),
    arrow: (file, control) =>
      queued(shared.landings, control.signal, () =>
        drafted(shared, (path) => call("arrow", [file, path, limitsOf(control)], control)),
      ),
    plan: (sql, tables, timeZone) => call("plan", [sql, tables, timeZone], {}),
  };
}

/** Chooses the draft's file and removes what a failure, or a host that was ended, leaves there. */
async function drafted(
  { temporaryDirectory }: Shared,
  make: (path: string) => Promise<Draft>,
): Promise<Draft> {
  const path = join(temporaryDirectory, `draft-${randomUUID()}`);
  try {
    return await make(path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

function limitsOf(control: ReadControl): Limits {
  const { maxRows, maxBytes } = control;
  return { ...(maxRows !== undefined && { maxRows }), ...(maxBytes !== undefined && { maxBytes }) };
}
