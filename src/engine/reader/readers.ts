import { mkdirSync } from "node:fs";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../sources/contract.js";
import { defaultMemoryLimit } from "../../sources/duckdb-family.js";
import { SOURCE_TYPES } from "../../sources/registry.js";
import type {
  Embedded,
  ReadControl,
  Reader,
  Readers,
  ReadersOptions,
  ReaderSource,
} from "./contract.js";
import { Host, type CallOptions, type HostOptions } from "./host.js";
import { startProcess, startThread } from "./host-port.js";
import type { EmbeddedCalls, Limits, SourceCalls } from "./messages.js";
import { Slots } from "./slots.js";

/** Files are landed two at once: each holds a thread of libuv's pool while it waits for its source. */
const LANDINGS = 2;
/** Statements of the embedded DuckDB at once; they share its memory limit. */
const EMBEDDED_STATEMENTS = 2;
/** SQLite cannot be stopped otherwise than by ending its process. */
const KILL_AFTER_CANCEL_MILLISECONDS = 200;

const NEVER = new AbortController().signal;

/** Starts nothing: each reader's thread or process starts with its first call. */
export function createReaders(options: ReadersOptions): Readers {
  const { temporaryDirectory } = options;
  mkdirSync(temporaryDirectory, { recursive: true, mode: 0o700 });
  const landings = new Slots(LANDINGS);
  const readers = new Map<string, { readonly reader: Reader; readonly hosts: HostPool }>();
  const embeddedHosts = new HostPool(EMBEDDED_STATEMENTS, EMBEDDED_STATEMENTS, {
    name: "DuckDB",
    task: {
      kind: "embedded",
      temporaryDirectory,
      memoryLimit: Math.floor((options.memoryLimit ?? defaultMemoryLimit()) / EMBEDDED_STATEMENTS),
    },
    start: startThread,
  });
  return {
    source(source) {
      const known = readers.get(source.key);
      if (known) return known.reader;
      const hosts = sourceHosts(source, temporaryDirectory);
      const reader = sourceReader(hosts, landings);
      readers.set(source.key, { reader, hosts });
      return reader;
    },
    embedded: embeddedReader(embeddedHosts),
    async close() {
      landings.close();
      await Promise.all(
        [embeddedHosts, ...[...readers.values()].map(({ hosts }) => hosts)].map((hosts) =>
          hosts.close(),
        ),
      );
    },
  };
}

function sourceHosts(source: ReaderSource, temporaryDirectory: string): HostPool {
  const type = SOURCE_TYPES.get(source.type);
  if (!type) throw new Error(`There is no source type ${source.type}`);
  const { pool } = source.config;
  const statements = typeof pool === "number" ? pool : type.pool;
  const separate = type.isolation === "process";
  return new HostPool(statements, separate ? 1 : statements, {
    name: source.context.name,
    task: { kind: "source", source, temporaryDirectory },
    start: separate ? startProcess : startThread,
    ...(separate && { killAfterCancel: KILL_AFTER_CANCEL_MILLISECONDS }),
  });
}

function sourceReader(hosts: HostPool, landings: Slots): Reader {
  // Each call's answer is that of the same method of SourceCalls in the host.
  function call<Name extends keyof SourceCalls>(
    name: Name,
    args: Parameters<SourceCalls[Name]>,
    options: CallOptions,
  ) {
    return hosts.call(name, args, options) as ReturnType<SourceCalls[Name]>;
  }
  return {
    trace: (query, control) => call("trace", [query, limitsOf(control)], control),
    model: (sql, control) =>
      queued(landings, control.signal, () => call("model", [sql, limitsOf(control)], control)),
    rows: (sql, limit, control) => call("rows", [sql, limit, limitsOf(control)], control),
    describe: (sql) => call("describe", [sql], {}),
    check: (onStage) => call("check", [], { onStage }),
    catalog: () => call("catalog", [], {}),
    relation: (sql) => call("relation", [sql], {}),
  };
}

function embeddedReader(hosts: HostPool): Embedded {
  // Each call's answer is that of the same method of EmbeddedCalls in the host.
  function call<Name extends keyof EmbeddedCalls>(
    name: Name,
    args: Parameters<EmbeddedCalls[Name]>,
    options: CallOptions,
  ) {
    return hosts.call(name, args, options) as ReturnType<EmbeddedCalls[Name]>;
  }
  return {
    trace: (query, scope, control) => call("trace", [query, scope, limitsOf(control)], control),
    model: (sql, scope, control) => call("model", [sql, scope, limitsOf(control)], control),
    rows: (sql, limit, scope, control) =>
      call("rows", [sql, limit, scope, limitsOf(control)], control),
    describe: (sql, scope) => call("describe", [sql, scope], {}),
  };
}

function limitsOf(control: ReadControl): Limits {
  const { maxRows, maxBytes } = control;
  return { ...(maxRows !== undefined && { maxRows }), ...(maxBytes !== undefined && { maxBytes }) };
}

/** Waiting that is cut short is told as any other cancel. */
async function queued<T>(slots: Slots, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
  let started = false;
  try {
    return await slots.run(signal, () => {
      started = true;
      return task();
    });
  } catch (error) {
    throw started ? error : new SourceError(createDiagnostic("read-cancelled", {}));
  }
}

/** The hosts of one reader. Each serves `perHost` calls at once; more hosts are started only when all are busy. */
class HostPool {
  readonly #slots: Slots;
  readonly #hosts: { readonly host: Host; calls: number }[] = [];

  constructor(
    statements: number,
    private readonly perHost: number,
    private readonly options: HostOptions,
  ) {
    this.#slots = new Slots(statements);
  }

  call(method: string, args: readonly unknown[], options: CallOptions): Promise<unknown> {
    return queued(this.#slots, options.signal ?? NEVER, async () => {
      const free = this.#hosts.find(({ calls }) => calls < this.perHost);
      const used = free ?? { host: new Host(this.options), calls: 0 };
      if (!free) this.#hosts.push(used);
      used.calls += 1;
      try {
        return await used.host.call(method, args, options);
      } finally {
        used.calls -= 1;
      }
    });
  }

  async close(): Promise<void> {
    this.#slots.close();
    await Promise.all(this.#hosts.map(({ host }) => host.close()));
  }
}
