/**
 * A private Redis for tests, started from the installed binary: no file, own port, gone after
 * `stop`.
 */
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const SERVER = "/usr/bin/redis-server";
const CLIENT = "/usr/bin/redis-cli";

export interface RedisServer {
  readonly port: number;
  readonly password: string;
  /** Runs one command and tells what it printed. */
  command(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Why no server can be started here; undefined when one can. */
export function redisUnavailable(): string | undefined {
  return existsSync(SERVER) && existsSync(CLIENT) ? undefined : "Redis is not installed";
}

/** Starts a server that wants a password. The caller stops it. */
export async function startRedis(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "headwater-redis-"));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  const port = await freePort();
  const password = "redis-password-for-tests";
  const options = { bind: "127.0.0.1", port: String(port), requirepass: password, save: "" };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(SERVER, args, {
    cwd: folder,
    stdio: "ignore",
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));

  async function command(...words: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(CLIENT, ["-e", "-p", String(port), ...words], {
      env: { REDISCLI_AUTH: password },
    });
    return stdout;
  }
  for (let attempt = 0; ; attempt++) {
    try {
      await command("PING");
      break;
    } catch (error) {
      if (child.exitCode !== null || attempt > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    port,
    password,
    command,
    async stop() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The user and group that own nothing. */
const NOBODY = 65_534;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
