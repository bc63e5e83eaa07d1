/** Ports at which something else answers than the server that was meant. */
import { spawn } from "node:child_process";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** What a connection gets; nobody reads what it sends. */
type Behaviour = (socket: Socket) => void;

const BEHAVIOURS = {
  silent: () => {},
  hangsUp: (socket) => socket.destroy(),
  ssh: (socket) => socket.write("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
  mail: (socket) => socket.write("220 mail.example.com ESMTP ready\r\n"),
  chatter: (socket) => socket.write("hello, who is there?\n"),
} as const satisfies Record<string, Behaviour>;

export type ListenerName = keyof typeof BEHAVIOURS | "web" | "encrypted" | "deaf";

/** All of them, each at its own port. */
export async function startListeners(certificate: {
  readonly certificate: string;
  readonly key: string;
}): Promise<{ ports: Record<ListenerName, number>; stop: () => Promise<void> }> {
  const web = createHttpServer((_, response) => response.end("hello\n"));
  const { certificate: cert, key } = certificate;
  const encrypted = createTlsServer({ cert, key }).on("tlsClientError", () => {});
  const servers = Object.entries(BEHAVIOURS).map(([name, behave]) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      behave(socket);
    });
    return [name, server] as const;
  });
  const all: (readonly [string, Server])[] = [...servers, ["web", web], ["encrypted", encrypted]];
  const started = await Promise.all(
    all.map(async ([name, server]) => [name, await listen(server)] as const),
  );
  const hole = await startDeaf();
  started.push(["deaf", hole]);
  return {
    // The names are those of the tables above.
    ports: Object.fromEntries(started.map(([name, { port }]) => [name, port])) as Record<
      ListenerName,
      number
    >,
    stop: async () => {
      await Promise.all(started.map(([, listener]) => listener.stop()));
    },
  };
}

/** A program that is stopped, with as many connections as the system keeps for it: no more get in. */
async function startDeaf(): Promise<Listener> {
  const program = `
    const server = require("node:net").createServer();
    server.listen(0, "127.0.0.1", 1, () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<number>((resolve) =>
    child.stdout.once("data", (text: Buffer) => resolve(Number(text))),
  );
  child.kill("SIGSTOP");
  const waiting = Array.from({ length: 4 }, () => connect(port, "127.0.0.1").on("error", () => {}));
  return {
    port,
    stop: async () => {
      for (const socket of waiting) socket.destroy();
      child.kill("SIGKILL");
    },
  };
}

export async function listen(server: Server): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
