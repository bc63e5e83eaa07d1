/**
 * A server that speaks MySQL's protocol as a test wants it: what no real server at hand would say.
 */
import { createServer, type Socket } from "node:net";

export interface ScriptedMysql {
  readonly port: number;
  /** Commands so far, in order: the name of the command and its text. */
  readonly commands: string[];
  stop(): Promise<void>;
}

/** Payloads with which a command is answered; `undefined` lets the server say OK. */
export type Answer = (command: string, socket: Socket) => readonly Buffer[] | undefined;

const COMMANDS: Readonly<Record<number, string>> = {
  0x01: "quit",
  0x03: "query",
  0x16: "prepare",
  0x17: "execute",
  0x1f: "reset",
};
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);

/** Takes every login. */
export async function startScriptedMysql(version: string, answer: Answer): Promise<ScriptedMysql> {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    send(socket, 0, [greeting(version)]);
    let loggedIn = false;
    socket.on("data", (chunk: Buffer) => {
      if (!loggedIn) {
        loggedIn = true;
        send(socket, 2, [OK]);
        return;
      }
      const name = COMMANDS[chunk[4] ?? 0] ?? "unknown";
      const text = name === "query" || name === "prepare" ? chunk.toString("utf8", 5) : "";
      commands.push(`${name} ${text}`.trim());
      if (name !== "quit") send(socket, 1, answer(`${name} ${text}`.trim(), socket) ?? [OK]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it listens on TCP");
  return {
    port: address.port,
    commands,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export function send(socket: Socket, first: number, payloads: readonly Buffer[]): void {
  for (const [index, payload] of payloads.entries()) {
    const header = Buffer.alloc(4);
    header.writeUIntLE(payload.length, 0, 3);
    header[3] = first + index;
    socket.write(Buffer.concat([header, payload]));
  }
}

/**
 * A column of a result: its name, the number of its type, its character set, its length, flags and
 * decimals.
 */
export function columnPacket(
  name: string,
  type: number,
  { charset = 45, length = 80, flags = 0, decimals = 0 } = {},
): Buffer {
  const fixed = Buffer.alloc(13);
  fixed[0] = 12;
  fixed.writeUInt16LE(charset, 1);
  fixed.writeUInt32LE(length, 3);
  fixed[7] = type;
  fixed.writeUInt16LE(flags, 8);
  fixed[10] = decimals;
  return Buffer.concat([
    ...["def", "", "", "", name, ""].map((text) =>
      Buffer.from([text.length, ...Buffer.from(text)]),
    ),
    fixed,
  ]);
}

export const EOF = Buffer.from([0xfe, 0, 0, 2, 0]);

/** What answers a prepare: one statement with these columns. */
export function preparedPackets(columns: readonly Buffer[]): Buffer[] {
  return [Buffer.from([0, 1, 0, 0, 0, columns.length, 0, 0, 0, 0, 0, 0]), ...columns, EOF];
}

/** What answers an execute: columns, rows, the end. */
export function resultPackets(columns: readonly Buffer[], rows: readonly Buffer[]): Buffer[] {
  return [Buffer.from([columns.length]), ...columns, EOF, ...rows, EOF];
}

export function errorPacket(number: number, state: string, message: string): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, number & 0xff, number >> 8]),
    Buffer.from(`#${state}${message}`),
  ]);
}

/** Protocol 10 with everything that a server of today offers, but TLS and compression. */
function greeting(version: string): Buffer {
  const capabilities = 0x000f_f7df & ~0x0820;
  const fixed = Buffer.alloc(8 + 2 + 1 + 2 + 2 + 1 + 10);
  fixed.writeUInt16LE(capabilities & 0xffff, 9);
  fixed[11] = 45;
  fixed[12] = 2;
  fixed.writeUInt16LE(capabilities >> 16, 14);
  fixed[16] = 21;
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from(`${version}\0`),
    Buffer.from([7, 0, 0, 0]),
    Buffer.from("abcdefgh\0"),
    fixed.subarray(9),
    Buffer.from("ijklmnopqrst\0"),
    Buffer.from("mysql_native_password\0"),
  ]);
}
