/**
 * A server that speaks PostgreSQL's protocol as a test wants it: what no real server at hand would
 * say.
 */
import { createServer, type Socket } from "node:net";

export interface ScriptedPostgres {
  readonly port: number;
  /** What was sent, in order: the name of the message and its text. */
  readonly messages: string[];
  /** Logins so far. */
  readonly logins: () => number;
  stop(): Promise<void>;
}

/** Messages with which one of ours is answered; undefined leaves the answer as it is. */
export type Answer = (message: string, socket: Socket) => readonly Buffer[] | undefined;

export interface Script {
  /** The columns of every statement, and its rows. */
  readonly columns?: readonly Buffer[];
  readonly rows?: readonly Buffer[];
  readonly answer?: Answer;
  /** What it says of itself at the login. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const NAMES: Readonly<Record<string, string>> = {
  Q: "query",
  P: "parse",
  D: "describe",
  H: "flush",
  B: "bind",
  E: "execute",
  S: "sync",
  X: "terminate",
};

/** What a request to cancel begins with; it is answered by the end of its connection. */
const CANCEL = 80_877_102;

/** Takes every login. */
export async function startScriptedPostgres(script: Script): Promise<ScriptedPostgres> {
  const { columns = [], rows = [], answer, parameters = {} } = script;
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  let logins = 0;

  function usual(name: string, text: string, state: { transaction: boolean }): readonly Buffer[] {
    switch (name) {
      case "query":
        state.transaction = !text.startsWith("ROLLBACK");
        return [
          ...text.split(";").map((part) => complete(part.trim().split(" ")[0] ?? "")),
          ready(state.transaction),
        ];
      case "parse":
        return [message("1")];
      case "describe":
        return [message("t", Buffer.from([0, 0])), description(columns)];
      case "bind":
        return [message("2")];
      case "execute":
        return [...rows, complete(`SELECT ${rows.length}`)];
      case "sync":
        return [ready(state.transaction)];
      default:
        return [];
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    const state = { transaction: false };
    let bytes = Buffer.alloc(0);
    let loggedIn = false;
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const header = () => (loggedIn ? 1 : 0);
      while (bytes.length >= header() + 4) {
        const end = header() + bytes.readInt32BE(header());
        if (bytes.length < end) return;
        const name = NAMES[bytes.toString("latin1", 0, 1)] ?? "unknown";
        if (!loggedIn && bytes.readInt32BE(4) === CANCEL) {
          socket.end();
          return;
        }
        const text = bytes.toString("utf8", header() + 4, end).split("\0");
        bytes = bytes.subarray(end);
        if (!loggedIn) {
          loggedIn = true;
          logins += 1;
          socket.write(Buffer.concat(greeting(parameters)));
          continue;
        }
        const sql = name === "query" ? (text[0] ?? "") : name === "parse" ? (text[1] ?? "") : "";
        const said = `${name} ${sql}`.trim();
        messages.push(said);
        const before = usual(name, sql, state);
        socket.write(Buffer.concat(answer?.(said, socket) ?? before));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it listens on TCP");
  return {
    port: address.port,
    messages,
    logins: () => logins,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** One message of the server: its letter and its body. */
export function message(letter: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(5);
  header.write(letter, "latin1");
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

export function complete(tag: string): Buffer {
  return message("C", Buffer.from(`${tag}\0`));
}

export function ready(inTransaction: boolean): Buffer {
  return message("Z", Buffer.from(inTransaction ? "T" : "I"));
}

/** One column, as a part of {@link description}. */
export function field(name: string, oid: number, modifier = -1): Buffer {
  const fixed = Buffer.alloc(18);
  fixed.writeUInt32BE(oid, 6);
  fixed.writeInt16BE(-1, 10);
  fixed.writeInt32BE(modifier, 12);
  return Buffer.concat([Buffer.from(`${name}\0`), fixed]);
}

export function description(columns: readonly Buffer[]): Buffer {
  return message("T", Buffer.concat([int16(columns.length), ...columns]));
}

/** A row; null is NULL, a text is its bytes. */
export function row(...values: readonly (Buffer | string | null)[]): Buffer {
  const parts = values.flatMap((value) => {
    if (value === null) return [int32(-1)];
    const bytes = Buffer.from(value);
    return [int32(bytes.length), bytes];
  });
  return message("D", Buffer.concat([int16(values.length), ...parts]));
}

export function refused(code: string, text: string, severity = "ERROR"): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${text}`];
  return message("E", Buffer.from(`${fields.join("\0")}\0\0`));
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function greeting(parameters: Readonly<Record<string, string>>): Buffer[] {
  const all = { server_version: "16.0", server_encoding: "UTF8", ...parameters };
  return [
    message("R", int32(0)),
    ...Object.entries(all).map(([name, value]) => message("S", Buffer.from(`${name}\0${value}\0`))),
    message("K", Buffer.concat([int32(7), int32(8)])),
    ready(false),
  ];
}
