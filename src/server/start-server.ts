import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createApp, type AppOptions } from "./app.js";

const ADDRESS = "127.0.0.1";
const MOST_TRIES = 100;

export interface ServerOptions extends Omit<AppOptions, "port"> {
  /** The port to try first; the next free one is taken when it is not. 0: any. */
  readonly port: number;
}

export interface RunningServer {
  readonly port: number;
  readonly url: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 only. Rejects when no port near the wanted one is free. */
export async function startServer({
  port: wanted,
  ...options
}: ServerOptions): Promise<RunningServer> {
  const server = createServer();
  const port = await listen(server, wanted);
  const app = createApp({ ...options, port });
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server.on("request", (request, response) => void answer(request, response));
  return {
    port,
    url: `http://${ADDRESS}:${port}`,
    close: () =>
      new Promise((resolve) => {
        options.live.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, wanted: number): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      return await listenOn(server, port);
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!taken || port >= Math.min(65_535, wanted + MOST_TRIES)) throw error;
    }
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, ADDRESS, () => {
      server.off("error", reject);
      // A TCP server that listens has an AddressInfo.
      resolve((server.address() as AddressInfo).port);
    });
  });
}
