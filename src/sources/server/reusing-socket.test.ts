import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ReusingSocket } from "./reusing-socket.js";

const server = createServer();
let near: ReusingSocket;
let far: Socket;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  near = new ReusingSocket();
  const connected = once(server, "connection");
  // An address that is listened to has a port.
  near.connect((server.address() as AddressInfo).port, "127.0.0.1");
  [far] = (await connected) as [Socket];
});

afterAll(() => {
  near.destroy();
  server.close();
});

async function next(text: string): Promise<Buffer> {
  const heard = once(near, "data");
  far.write(text);
  return ((await heard) as [Buffer])[0];
}

test("what it hands out may be kept until it reuses its buffer", async () => {
  const first = await next("first");
  await next("other");
  expect(first.toString()).toBe("first");
  near.reuses = true;
  const third = await next("third");
  await next("again");
  expect(third.toString()).toBe("again");
});

test("it hands out nothing while it is paused", async () => {
  const heard: string[] = [];
  near.on("data", (bytes: Buffer) => heard.push(bytes.toString()));
  near.pause();
  far.write("late");
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toEqual([]);
  near.resume();
  await expect.poll(() => heard.join("")).toBe("late");
});

test("it ends when the other side does", async () => {
  const closed = once(near, "close");
  far.end();
  await closed;
  expect(near.destroyed).toBe(true);
});
