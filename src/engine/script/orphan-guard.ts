/**
 * Ends the process groups of scripts when this process dies without a word (SIGKILL, a crash). A
 * small process waits for the end of its standard input, which the system closes for us; it is
 * started with the first script and ends with us.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { builtModule } from "../../disk/built-module.js";

const MODULE = builtModule("./orphan-guard-main.js", import.meta.url);

let guard: ChildProcess | undefined;
let guarded = 0;

/**
 * From now on the group does not outlive this process; the returned function ends that, and is
 * called once.
 */
export function guardGroup(pid: number): () => void {
  if (process.platform === "win32") return () => undefined;
  guard ??= start();
  guarded += 1;
  tell(`+${pid}`);
  return () => {
    guarded -= 1;
    tell(`-${pid}`);
    if (guarded > 0) return;
    guard?.stdin?.end();
    guard = undefined;
  };
}

function start(): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(MODULE)], {
    // It needs nothing of the environment, and a group of its own spares it the terminal's Ctrl-C.
    env: {},
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a guard scripts run all the same.
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  child.unref();
  return child;
}

function tell(line: string): void {
  guard?.stdin?.write(`${line}\n`);
}
