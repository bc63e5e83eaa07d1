/**
 * A private Snowflake for tests: fakesnow, where `npm run test:servers` has installed it, behind
 * the answers of `fakesnow_node.py`. Its data is in memory, gone after `stop`. That a test passes
 * here says that the connector and the driver agree with it, not with the service.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { hasEnded } from "./has-ended.js";
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
  /** Runs statements in the schema `SHOP.PUBLIC`, one each; rows of the last one as cells. */
  query(...statements: string[]): Promise<(string | null)[][]>;
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
      if (hasEnded(child) || attempt > 600) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  let authorization = "";
  async function call(path: string, body: unknown): Promise<Answer> {
    const response = await fetch(`${url}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { authorization },
    });
    const answer = (await response.json()) as Answer;
    if (!answer.success) throw new Error(answer.message);
    return answer;
  }
  async function logIn(): Promise<void> {
    const place = "databaseName=SHOP&schemaName=PUBLIC";
    const login = { LOGIN_NAME: "tests", PASSWORD: password, SESSION_PARAMETERS: {} };
    const { data } = await call(`/session/v1/login-request?${place}`, { data: login });
    authorization = `Snowflake Token="${data.token}"`;
  }
  return {
    url,
    async query(...statements) {
      if (authorization === "") await logIn();
      let rows: (string | null)[][] = [];
      for (const sqlText of statements) {
        const { data } = await call("/queries/v1/query-request?requestId=tests", { sqlText });
        rows = data.rowset ?? [];
      }
      return rows;
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

interface Answer {
  readonly success: boolean;
  readonly message: string;
  readonly data: { readonly token?: string; readonly rowset?: (string | null)[][] };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
