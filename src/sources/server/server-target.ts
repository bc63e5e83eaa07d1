import { connect as connectSocket, type Socket } from "node:net";
import { userInfo } from "node:os";
import type { SourceContext } from "../contract.js";
import type { ServerConfig } from "./server-config.js";

/** Milliseconds of silence after which the system asks whether the other side is still there. */
export const KEEP_ALIVE = 10_000;

/** One server as one source sees it. */
export interface ServerTarget {
  /** Name of the source. */
  readonly source: string;
  readonly config: ServerConfig;
  readonly context: SourceContext;
  /** The login: the one that was set, else the operating system's user. */
  readonly user: string;
  readonly database: string;
  /** Path of the Unix socket; undefined for a host. */
  readonly socketPath: string | undefined;
  /** For people: `host:port`, or the socket's path. */
  readonly address: string;
}

export interface TargetOptions {
  /** Where the socket lies when `host` is a path. */
  readonly socketPath: string;
  /** The database that is connected to, when it is not the field `database`. */
  readonly database?: string;
}

export function serverTarget(
  config: ServerConfig,
  context: SourceContext,
  { socketPath: path, database = config.database }: TargetOptions,
): ServerTarget {
  const { host, port } = config;
  const socketPath = host.startsWith("/") ? path : undefined;
  return {
    source: context.name,
    config,
    context,
    user: config.username ?? userInfo().username,
    database,
    socketPath,
    address: socketPath ?? `${host}:${port}`,
  };
}

/** A plain socket to the server, which says nothing yet. */
export function openSocket({ config: { host, port }, socketPath }: ServerTarget): Socket {
  return socketPath === undefined ? connectSocket(port, host) : connectSocket(socketPath);
}
