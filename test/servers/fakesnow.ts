/**
 * A private Snowflake for tests: fakesnow, where `npm run test:servers` has installed it, behind
 * the answers of `fakesnow_node.py`. Its data is in memory, gone after `stop`. That a test passes
 * here says that the connector and the driver agree with it, not with the service.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { installedServer } from "./installed.js";

export interface FakesnowOptions {
  /** Logins are checked against what is given. */
  readonly password?: string;
  readonly token?: string;
  /** Path of a PEM file. */
  readonly publicKey?: string;
}

export interface FakesnowServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Why no server can be started here; undefined when one can. */
export function fakesnowUnavailable(): string | undefined {
  return installedServer("fakesnow") === undefined
    ? "fakesnow is not installed; `npm run test:servers` does that"
    : undefined;
}

/** Starts a server; one to four seconds. The caller stops it. */
export async function startFakesnow(options: FakesnowOptions = {}): Promise<FakesnowServer> {
  const folder = installedServer("fakesnow");
  if (folder === undefined) throw new Error(fakesnowUnavailable());
  const port = await freePort();
  const script = join(import.meta.dirname, "fakesnow_node.py");
  const { password = "", token = "", publicKey = "" } = options;
  const child = spawn(join(folder, "venv/bin/python"), [script, String(port)], {
    stdio: "ignore",
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: "1",
      HW_PASSWORD: password,
      HW_TOKEN: token,
      HW_PUBLIC_KEY: publicKey,
    },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt++) {
    try {
      await fetch(`${url}/health`);
      break;
    } catch (error) {
      if (child.exitCode !== null || attempt > 600) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    url,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
