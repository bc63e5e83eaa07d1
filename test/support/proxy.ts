/** A TCP proxy on the loopback, between a client and a server, that a test can make fail. */
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/**
 * What the proxy does with the connections that it gets from now on, and, but for `cutAfter`, with
 * those that it has.
 */
export interface Fault {
  /** Passes so many bytes of the server's on, then resets the connection. */
  readonly cutAfter?: number;
  /** Passes so many bytes of the server's on, then no more: both sides stay connected. */
  readonly stallAfter?: number;
  /** Takes connections and says nothing. */
  readonly silent?: boolean;
  /** How many connections the fault is for; all when absent. */
  readonly times?: number;
}

export interface Proxy {
  readonly port: number;
  /** Connections so far. */
  readonly connections: number;
  /** From the next connection on. */
  fail(fault: Fault): void;
  heal(): void;
  /**
   * Forgets all connections without a word to either side, as a firewall does that has lost its
   * state.
   */
  dropSilently(): void;
  /** Resets all connections. */
  resetAll(): void;
  stop(): Promise<void>;
}

export async function startProxy(target: { host: string; port: number }): Promise<Proxy> {
  let fault: Fault = {};
  let left = Infinity;
  let connections = 0;
  const open = new Set<Socket>();

  function track(socket: Socket): void {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => open.delete(socket));
  }

  const server = createServer((client) => {
    connections += 1;
    const own = left > 0 ? fault : {};
    left -= 1;
    track(client);
    if (own.silent) return;
    const upstream = connect(target.port, target.host);
    track(upstream);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    client.pipe(upstream);
    let passed = 0;
    upstream.on("data", (chunk: Buffer) => {
      const limit = own.cutAfter ?? own.stallAfter ?? Infinity;
      const part = chunk.subarray(0, Math.max(0, limit - passed));
      passed += chunk.length;
      if (part.length > 0 && !client.write(part)) {
        upstream.pause();
        client.once("drain", () => upstream.resume());
      }
      if (passed < limit) return;
      // What was written before must still arrive.
      if (own.cutAfter !== undefined) setTimeout(() => client.resetAndDestroy(), 20);
      else upstream.pause();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return {
    port,
    get connections() {
      return connections;
    },
    fail(next) {
      fault = next;
      left = next.times ?? Infinity;
    },
    heal() {
      left = 0;
    },
    dropSilently() {
      for (const socket of open) {
        socket.unpipe();
        socket.pause();
        socket.removeAllListeners("data");
      }
    },
    resetAll() {
      for (const socket of open) socket.resetAndDestroy();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
