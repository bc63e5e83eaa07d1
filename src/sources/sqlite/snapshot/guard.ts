/**
 * A guard lets nobody write to a database file while it is read: a process that holds a reader's
 * transaction on it.
 */
import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { builtModule } from "../../../disk/built-module.js";
import { offlineEnvironment } from "../../../disk/offline-environment.js";
import type { FileIdentity, GuardAnswer, GuardQuestion } from "./guard-messages.js";

const MODULE = builtModule("./sqlite-guard-main.js", import.meta.url);
/** Until it has begun; the reader can do without. */
const PATIENCE = 10_000;

export interface Guard {
  readonly file: FileIdentity;
  /** Which SQLite holds it: the name of its source. */
  readonly version: string;
  /** Whether it has held the file until now. */
  holds(): Promise<boolean>;
  end(): void;
}

/** Undefined when the file cannot be held. */
export async function startProcess(file: string): Promise<Guard | undefined> {
  const child = fork(fileURLToPath(MODULE), [file], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    execArgv: [],
    env: offlineEnvironment(),
  });
  child.on("error", () => undefined);
  const end = () => void child.kill("SIGKILL");
  const answer = await nextAnswer(child);
  if (answer?.type !== "held") {
    end();
    return undefined;
  }
  async function holds(): Promise<boolean> {
    if (!child.connected) return false;
    const next = nextAnswer(child);
    const question: GuardQuestion = "held?";
    child.send(question, () => undefined);
    return (await next)?.type === "still held";
  }
  return { file: answer.file, version: answer.version, holds, end };
}

/** Undefined when it ends, or answers too late. */
function nextAnswer(child: ChildProcess): Promise<GuardAnswer | undefined> {
  return new Promise((resolve) => {
    const done = (answer?: GuardAnswer) => {
      clearTimeout(timer);
      child.off("message", hear);
      child.off("exit", end);
      resolve(answer);
    };
    // Messages come from `sqlite-guard-main` only.
    const hear = (message: unknown) => done(message as GuardAnswer);
    const end = () => done();
    const timer = setTimeout(end, PATIENCE);
    child.on("message", hear);
    child.on("exit", end);
  });
}
