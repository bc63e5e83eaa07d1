/** Which sources share a server, and how many statements run there at once. */
import type { DeclaredSourceType } from "../project/source-types.js";

type Config = Readonly<Record<string, unknown>>;

/** The server with its login: equal for sources that share connections; undefined for files. */
export function serverOf(
  type: string,
  { server }: Pick<DeclaredSourceType, "server">,
  config: Config,
): string | undefined {
  return server && JSON.stringify([type, ...server.map((field) => config[field] ?? null)]);
}

/** Statements that run at once. */
export function poolOf(type: Pick<DeclaredSourceType, "pool">, config: Config): number {
  const { pool = config["connection_pool_size"] } = config;
  return typeof pool === "number" && pool >= 1 ? pool : type.pool;
}
