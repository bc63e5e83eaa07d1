/** A Trino is made ready for a merge while the databases of its models are asked for their columns. */
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { startScriptedTrino } from "../servers/scripted-trino.js";
import { loadFiles } from "../support/load-files.js";
import { runOnce } from "../support/run-project.js";

const unavailable = postgresUnavailable();
let postgres: PostgresServer;

beforeAll(async () => {
  if (unavailable === undefined) postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

test.skipIf(unavailable !== undefined)(
  "its transaction begins before a model's database answers, and is the statement's",
  async () => {
    const trino = await startScriptedTrino();
    const pass = async (client: Socket) => {
      while (trino.of("begin").length === 0) await sleep(10);
      const server = connect(postgres.port, "127.0.0.1");
      client.pipe(server).pipe(client);
      for (const socket of [client, server]) socket.on("error", () => undefined);
    };
    const gate = createServer((client) => void pass(client));
    await new Promise<void>((resolve) => gate.listen(0, "127.0.0.1", resolve));
    // A server that listens on TCP has such an address.
    const { port } = gate.address() as AddressInfo;
    const { database, user, password } = postgres;
    const project = await loadFiles({
      "headwater.yml": `
name: far
sources:
  - { name: pg, type: postgresql, host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password}, sslmode: disable }
  - { name: far, type: trino, host: ${trino.host}, port: ${trino.port}, username: headwater, sslmode: disable, catalogs: { pg: crm } }
models:
  - { name: one, source: ref(pg), sql: select 1 as n }
  - { name: merge, models: [ref(one)], engine: ref(far), sql: select n from one }
`,
    });
    const { manifest } = await runOnce(project, { selection: "merge" });
    gate.close();
    expect(manifest?.objects["model:merge"]).toMatchObject({ artifact: { rows: 1 } });
    const of = (kind: "begin" | "statement" | "rollback") =>
      trino.of(kind).map(({ headers }) => headers["x-trino-transaction-id"]);
    expect([of("begin"), of("statement"), of("rollback")]).toEqual([
      ["NONE"],
      ["a-transaction"],
      ["a-transaction"],
    ]);
  },
);
