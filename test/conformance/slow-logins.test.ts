/** Servers that answer and do not let anybody in: a read says that it is the login that takes long. */
import { createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { listen, type Listener } from "../wrong-connections/listeners.js";
import { openSource } from "../support/source.js";
import { collect, refusal } from "./collect.js";

let listener: Listener | undefined;
afterEach(() => listener?.stop());

/** The first packet of MySQL 8: version 10, its name, the thread, the challenge, what it can do. */
function greeting(): Buffer {
  const body = Buffer.concat([
    Buffer.from("\u000a8.0.40\0"),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from("abcdefgh\0"),
    Buffer.from([0xff, 0xf7, 45, 2, 0, 0xff, 0xdf, 21]),
    Buffer.alloc(10),
    Buffer.from("abcdefghijkl\0mysql_native_password\0"),
  ]);
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
}

const BEGINNINGS: Readonly<Record<string, (socket: Socket) => void>> = {
  postgresql: (socket) => void socket.on("data", () => socket.write("N")),
  mysql: (socket) => void socket.write(greeting()),
};

for (const [type, begin] of Object.entries(BEGINNINGS)) {
  test(`a login at ${type} that takes too long is told as such, not as a lost packet`, async () => {
    listener = await listen(createServer((socket) => begin(socket.on("error", () => {}))));
    const { port } = listener;
    const source = await openSource(type, {
      host: "127.0.0.1",
      port,
      database: "shop",
      username: "reader",
      password: "r3ader",
      sslmode: "prefer",
      connect_timeout: 1,
    });
    const said = await refusal(collect(source, "select 1"));
    await source.close();
    expect(said).toMatchObject({
      code: "source-login-slow",
      message: expect.stringContaining("is there, but the login took longer than 1 s"),
    });
  });
}
