/**
 * The code of a reader host: the same in a worker thread and in a child process. It answers calls
 * of the main thread, each with a signal that a `cancel` message aborts. A child process gets the
 * id of its parent as an argument: who looks for it later may find that it is gone already.
 */
import { parentPort, Worker } from "node:worker_threads";
import { createDiagnostic } from "../diagnostics/index.js";
import { diskFault, isDiskFull } from "../disk/disk-fault.js";
import { isErrorCode } from "../disk/error-code.js";
import { SourceError } from "../rows/stream.js";
import { createScrubber } from "../diagnostics/scrub.js";
import type { CallControl } from "./call.js";
import type { HostMessage, HostTask, MainMessage } from "./messages.js";

const PROGRESS_MILLISECONDS = 100;

type AnyService = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>;

/** Messages may wait until the service has been loaded. */
let service: Promise<AnyService> | undefined;
/** What a plugin leaves behind is not for the next task. */
let ranPlugin = false;
let reader = "";
let temporaryDirectory = "";
let scrub = createScrubber([]);
const running = new Map<
  number,
  { readonly abort: AbortController; readonly done: Promise<void> }
>();

if (parentPort) {
  parentPort.on("message", receive);
} else {
  process.on("message", receive);
  // The main process is gone: nobody waits for an answer.
  process.on("disconnect", () => process.exit());
  // This thread hears of that between two calls of its engine only.
  const workerData = Number(process.argv[2]);
  new Worker(new URL("./parent-watch.js", import.meta.url), { workerData }).unref();
}

function receive(message: MainMessage): void {
  switch (message.type) {
    case "start":
      service = startService(message.task);
      // Every call fails with it.
      service.catch(() => undefined);
      break;
    case "call":
      start(message.id, message.method, message.args);
      break;
    case "cancel":
      running.get(message.id)?.abort.abort();
      break;
    case "close":
      void close();
      break;
  }
}

async function startService(task: HostTask): Promise<AnyService> {
  ({ temporaryDirectory } = task);
  if (task.kind === "source") {
    reader = task.source.context.name;
    scrub = createScrubber(task.source.context.secrets);
    ranPlugin = task.source.plugin !== undefined;
    const { createSourceService } = await import("./source-service.js");
    // Method names come from the near end of the same table of calls.
    return (await createSourceService(task)) as unknown as AnyService;
  }
  reader = "DuckDB";
  const { createEmbeddedService } = await import("./embedded-service.js");
  return createEmbeddedService(task) as unknown as AnyService; // As above.
}

function start(id: number, method: string, args: readonly unknown[]): void {
  const abort = new AbortController();
  const done = answer(id, method, args, abort.signal).finally(() => running.delete(id));
  running.set(id, { abort, done });
}

async function answer(
  id: number,
  method: string,
  args: readonly unknown[],
  signal: AbortSignal,
): Promise<void> {
  try {
    const called = (await service)?.[method];
    if (!called) throw new Error(`A reader has no method ${method}`);
    const value = await called(...args, callControl(id, signal));
    post({ type: "answer", id, value: scrubDraft(value) });
  } catch (error) {
    post({ type: "failure", id, diagnostic: scrub.diagnostic(diagnosticOf(error)) });
  }
}

function callControl(id: number, signal: AbortSignal): CallControl {
  let last = 0;
  return {
    signal,
    progress(rows, bytes) {
      const now = Date.now();
      if (now - last < PROGRESS_MILLISECONDS) return;
      last = now;
      post({ type: "progress", id, rows, bytes });
    },
    stage(stage) {
      const { detail, diagnostic } = stage;
      post({
        type: "stage",
        id,
        stage: {
          ...stage,
          ...(detail !== undefined && { detail: scrub.text(detail) }),
          ...(diagnostic && { diagnostic: scrub.diagnostic(diagnostic) }),
        },
      });
    },
  };
}

function diagnosticOf(error: unknown) {
  if (error instanceof SourceError) return error.diagnostic;
  const full = isDiskFull(error) ? diskFault(error, temporaryDirectory) : undefined;
  if (full) return full;
  const reason = error instanceof Error ? error.message : String(error);
  // Its own files among those that it could not open.
  if (isErrorCode(error, "EMFILE", "ENFILE"))
    return createDiagnostic("out-of-resource", { reason });
  const detail = error instanceof Error ? error.stack : undefined;
  return createDiagnostic("reader-failed", { reader, reason }, { detail });
}

/** Warnings of a draft may quote what a server said. */
function scrubDraft(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("diagnostics" in value)) return value;
  const { diagnostics } = value;
  return Array.isArray(diagnostics)
    ? { ...value, diagnostics: diagnostics.map((diagnostic) => scrub.diagnostic(diagnostic)) }
    : value;
}

/**
 * A thread must not end while DuckDB still works for it: the work's end would find no thread to
 * come back to, and that ends the whole process. So the calls are stopped and awaited.
 */
async function close(): Promise<void> {
  const calls = [...running.values()];
  for (const { abort } of calls) abort.abort();
  await Promise.all(calls.map(({ done }) => done));
  try {
    await (await service)?.["close"]?.();
  } catch {
    // What cannot be closed ends with the host.
    process.exit();
  }
  if (ranPlugin) process.exit();
  service = undefined;
  post({ type: "closed" });
}

function post(message: HostMessage): void {
  if (parentPort) parentPort.postMessage(message, []);
  else if (process.connected) process.send?.(message);
}
