/**
 * A private BigQuery for tests: bqemulator, where `npm run test:servers` has installed it. Its data
 * is in memory, gone after `stop`. That a test passes here says that the connector agrees with the
 * emulator, not with the service.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { hasEnded } from "./has-ended.js";
import { installedServer } from "./installed.js";

export const EMULATED_PROJECT = "demo";

export interface BqemulatorServer {
  readonly url: string;
  /** Makes a dataset. */
  dataset(name: string, location?: string): Promise<void>;
  /** Runs a statement; what its job says of it. Fails where the job does. */
  run(sql: string): Promise<unknown>;
  /** Adds rows to a table as streams do: many at once, without SQL. */
  insert(dataset: string, table: string, rows: readonly object[]): Promise<void>;
  /** Answers of the REST API, below the project. */
  get(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** Why no server can be started here; undefined when one can. */
export function bqemulatorUnavailable(): string | undefined {
  return installedServer("bqemulator") === undefined
    ? "bqemulator is not installed; `npm run test:servers` does that"
    : undefined;
}

/** Starts a server; two to five seconds. The caller stops it. */
export async function startBqemulator(): Promise<BqemulatorServer> {
  const folder = installedServer("bqemulator");
  if (folder === undefined) throw new Error(bqemulatorUnavailable());
  const [rest, grpc] = [await freePort(), await freePort()];
  const child = spawn(
    join(folder, "venv/bin/bqemulator"),
    [
      "start",
      "--rest-port",
      String(rest),
      "--grpc-port",
      String(grpc),
      "--project",
      EMULATED_PROJECT,
      "--log-level",
      "error",
    ],
    // Its extension lies in the home of whoever installed it.
    { stdio: "ignore", env: { ...process.env, HOME: folder, PYTHONDONTWRITEBYTECODE: "1" } },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${rest}`;
  for (let attempt = 0; ; attempt++) {
    try {
      if ((await fetch(`${url}/readyz`)).ok) break;
    } catch (error) {
      if (hasEnded(child) || attempt > 600) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const base = `${url}/bigquery/v2/projects/${EMULATED_PROJECT}`;
  async function post(path: string, body: unknown): Promise<unknown> {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const answer = await fetch(`${base}/${path}`, init);
    const value = (await answer.json()) as { readonly status?: { readonly errorResult?: unknown } };
    const failed = answer.ok ? value.status?.errorResult : value;
    if (failed !== undefined) throw new Error(JSON.stringify(failed));
    return value;
  }
  return {
    url,
    async dataset(datasetId, location = "US") {
      const datasetReference = { projectId: EMULATED_PROJECT, datasetId };
      await post("datasets", { datasetReference, location });
    },
    run: (query) => post("jobs", { configuration: { query: { query, useLegacySql: false } } }),
    async insert(dataset, table, rows) {
      const body = { rows: rows.map((json) => ({ json })) };
      const answer = await post(`datasets/${dataset}/tables/${table}/insertAll`, body);
      const { insertErrors = [] } = answer as { readonly insertErrors?: readonly unknown[] };
      if (insertErrors.length > 0) throw new Error(JSON.stringify(insertErrors));
    },
    get: async (path) => (await fetch(`${base}/${path}`)).json(),
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
