/**
 * The process behind `guard.ts`: begins a reader's transaction on the file that its argument names
 * and does nothing else, until its parent ends it or is gone. POSIX forgets all locks of a process
 * on a file when it closes any descriptor of it, so nobody may read the file here in another way.
 */
import { stat } from "node:fs/promises";
import { loadBinding } from "../binding.js";
import type { GuardAnswer } from "./guard-messages.js";

/** Milliseconds to wait for a writer; the reader can do without a guard. */
const BUSY_TIMEOUT = 200;

const [, , file = ""] = process.argv;
process.on("disconnect", () => process.exit());

try {
  const binding = await loadBinding(file);
  const database = binding.open(file, { readOnly: true, timeout: BUSY_TIMEOUT });
  database.exec("BEGIN");
  // The transaction begins with the first read.
  database.prepare("SELECT 1 FROM sqlite_schema").get();
  const { dev, ino } = await stat(file, { bigint: true });
  // The column is named here.
  const row = database.prepare("SELECT sqlite_source_id() AS version").get() as { version: string };
  const { version } = row;
  // The database is named here: once collected as garbage, it is closed.
  process.on("message", () => {
    if (database.isOpen) answer({ type: "still held" });
  });
  answer({
    type: "held",
    file: { device: String(dev), inode: String(ino) },
    version,
  });
} catch {
  answer({ type: "not held" });
}

function answer(message: GuardAnswer): void {
  process.send?.(message);
}
