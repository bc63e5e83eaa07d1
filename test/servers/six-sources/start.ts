/**
 * The servers and files of `examples/six-sources`, private and filled: PostgreSQL and MariaDB, an
 * emulator each for Snowflake and BigQuery, a file of SQLite and one of DuckDB.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bqemulatorUnavailable, EMULATED_PROJECT, startBqemulator } from "../bqemulator.js";
import { fakesnowUnavailable, startFakesnow } from "../fakesnow.js";
import { mariadbUnavailable, startMariadb } from "../mariadb.js";
import { postgresUnavailable, startPostgres } from "../postgres.js";
import {
  fillBigquery,
  fillDuckdb,
  fillMariadb,
  fillPostgres,
  fillSnowflake,
  fillSqlite,
  type Reader,
} from "./fill.js";
import { shopRows } from "./rows.js";

export interface SixSources {
  /** What the definitions of the example's sources ask the environment for. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Why not all six can be had here; undefined when they can. */
export function sixSourcesUnavailable(): string | undefined {
  const reasons = [
    postgresUnavailable(),
    mariadbUnavailable(),
    fakesnowUnavailable(),
    bqemulatorUnavailable(),
  ].filter((reason) => reason !== undefined);
  return reasons.length > 0 ? reasons.join("; ") : undefined;
}

/** Starts and fills them; some ten seconds. The caller stops them. */
export async function startSixSources(): Promise<SixSources> {
  const rows = shopRows();
  const reader: Reader = { user: "reader", password: secret() };
  const token = secret();
  const closing: (() => Promise<void>)[] = [];
  async function running<Server extends { stop(): Promise<void> }>(
    starting: Promise<Server>,
    fill: (server: Server) => Promise<void>,
  ): Promise<Server> {
    const server = await starting;
    closing.push(() => server.stop());
    await fill(server);
    return server;
  }
  const folder = await mkdtemp(join(tmpdir(), "headwater-six-"));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const [app, plan] = [join(folder, "app.sqlite"), join(folder, "plan.duckdb")];
  const stop = async () => {
    await Promise.all(closing.map((close) => close()));
  };
  const starting = [
    running(startPostgres(), (server) => fillPostgres(server, rows, reader)),
    running(startMariadb(), (server) => fillMariadb(server, rows, reader)),
    running(startFakesnow({ token }), (server) => fillSnowflake(server, rows)),
    running(startBqemulator(), (server) => fillBigquery(server, rows)),
    fillDuckdb(plan, rows),
  ] as const;
  try {
    fillSqlite(app, rows);
    const [postgres, mariadb, snowflake, bigquery] = await Promise.all(starting);
    const variables = {
      SHOP_ORDERS_HOST: postgres.host,
      SHOP_ORDERS_PORT: String(postgres.port),
      SHOP_ORDERS_USER: reader.user,
      SHOP_ORDERS_PASSWORD: reader.password,
      SHOP_TILL_HOST: mariadb.host,
      SHOP_TILL_PORT: String(mariadb.port),
      SHOP_TILL_USER: reader.user,
      SHOP_TILL_PASSWORD: reader.password,
      SHOP_APP_FILE: app,
      SHOP_VISITS_PROJECT: EMULATED_PROJECT,
      SHOP_VISITS_ENDPOINT: bigquery.url,
      SHOP_MARKETING_URL: snowflake.url,
      SHOP_MARKETING_TOKEN: token,
      SHOP_PLAN_FILE: plan,
    };
    return { variables, stop };
  } catch (error) {
    // Those that are still starting are stopped as well.
    await Promise.allSettled(starting);
    await stop();
    throw error;
  }
}

function secret(): string {
  return randomBytes(12).toString("hex");
}
