/**
 * go-mysql-server in memory, as `npm run test:servers` has built it: MySQL 8's protocol and its own
 * way to log in, which MariaDB has not. Gone after `stop`.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { freePort } from "./free-port.js";

export interface GoMysqlServer {
  readonly port: number;
  /** Runs SQL as a superuser, one statement at a time. */
  run(...statements: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the program in this folder; the certificate and its key are PEM texts. */
export async function startGoMysql(
  program: string,
  { certificate, key }: { readonly certificate: string; readonly key: string },
): Promise<GoMysqlServer> {
  const folder = await mkdtemp(join(tmpdir(), "headwater-go-mysql-"));
  const files = [join(folder, "server.crt"), join(folder, "server.key")] as const;
  await writeFile(files[0], certificate);
  await writeFile(files[1], key, { mode: 0o600 });
  const port = await freePort();
  const child = spawn(join(program, "server"), [String(port), ...files], { stdio: "ignore" });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const connect = () =>
    createConnection({ host: "127.0.0.1", port, user: "root", database: "shop" });
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await (await connect()).end();
      break;
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return {
    port,
    async run(...statements) {
      const connection = await connect();
      for (const sql of statements) await connection.query(sql);
      await connection.end();
    },
    async stop() {
      child.kill("SIGTERM");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
