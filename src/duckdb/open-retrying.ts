import { setTimeout as sleep } from "node:timers/promises";
import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../rows/stream.js";

const PAUSE_MILLISECONDS = 200;
const PATIENCE_MILLISECONDS = 10_000;

/**
 * Tries again while another process holds the file for writing; then fails, naming that process.
 */
export async function openRetrying<T>(
  file: string,
  open: () => Promise<T>,
  patience: number = PATIENCE_MILLISECONDS,
): Promise<T> {
  const until = Date.now() + patience;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const holder = lockHolder(error);
      if (holder === undefined) throw error;
      if (Date.now() >= until)
        throw new SourceError(createDiagnostic("database-locked", { file, pid: holder }));
      await sleep(PAUSE_MILLISECONDS);
    }
  }
}

/** `Conflicting lock is held in /usr/bin/python3 (PID 4711)`, as DuckDB says it. */
function lockHolder(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : "";
  if (!/Could not set lock on file|Conflicting lock is held/.test(message)) return undefined;
  const found = /held in (.+?) \(PID (\d+)\)/.exec(message);
  return found ? `process ${found[2]} (\`${found[1]}\`)` : "another process";
}
