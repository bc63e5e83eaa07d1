import { expect, test } from "vitest";
import type { RowStream } from "../../rows/stream.js";
import { refusal } from "../conformance/collect.js";
import { pause } from "./pause.js";
import {
  ConnectionLost,
  OtherEncryptionWanted,
  RefusedByServer,
  SetupRefused,
  TlsFailed,
} from "./refusal.js";
import { serverFields } from "./server-config.js";
import type { ServerSession } from "./server-session.js";
import { ServerSource } from "./server-source.js";
import { serverTarget } from "./server-target.js";
import type { RunningStatement, ServerType } from "./server-type.js";

class FakeSession implements ServerSession {
  closed = false;
  used = false;
  hasUnread = false;
  silence = 0;
  readonly socket = { ref() {}, unref() {} };
  readonly #waiting: ((error: Error) => void)[] = [];

  constructor(readonly number: number) {}

  end(): void {
    this.closed = true;
  }

  destroy(error: Error): void {
    this.closed = true;
    this.interrupt(error);
  }

  /** Ends what waits, as a server does when it has cancelled a statement. */
  interrupt(error: Error): void {
    for (const reject of this.#waiting) reject(error);
  }

  untilInterrupted(): Promise<never> {
    return new Promise((_, reject) => this.#waiting.push(reject));
  }
}

/** Two batches of one row each. */
async function* rows(): RunningStatement["batches"] {
  for (let n = 0; n < 2; n++) yield { rows: 1, columns: [] };
}

/** A source on a server that notes what is asked of it; `parts` replace what the server does. */
function fakeSource(parts: Partial<ServerType<FakeSession>> = {}, fields: object = {}) {
  const asked: string[] = [];
  const sessions: FakeSession[] = [];
  const words = { example: "x", description: "A field." };
  const config = serverFields({ port: 1, path: "", schema: words, afterConnect: words }).parse({
    database: "shop",
    username: "reader",
    ...fields,
  });
  const context = { name: "db", queryTag: "", secrets: [] };
  const type: ServerType<FakeSession> = {
    target: serverTarget(config, context, { socketPath: "" }),
    hello: { name: "Fake", port: 1, isOwn: () => true },
    refusals: {
      ofLogin: ({ code }) => (code === "full" ? "server-full" : "login-failed"),
      nextStep: () => undefined,
      ofStatement: () => undefined,
      placeOf: () => undefined,
    },
    catalog: { sql: "", views: [], typeOf: () => "text" },
    doctor: {
      writing: async () => undefined,
      reading: async () => ({ schemas: [], wanted: [] }),
      facts: async () => "",
    },
    async connect() {
      const session = new FakeSession(sessions.length);
      sessions.push(session);
      return session;
    },
    async begin({ number }) {
      asked.push(`begin ${number}`);
    },
    describe: async () => [],
    execute: async () => ({ columns: [], warnings: [], batches: rows(), began: () => true }),
    async rollback({ number }) {
      asked.push(`rollback ${number}`);
    },
    async cancel({ number }) {
      asked.push(`cancel ${number}`);
    },
    command: async () => [],
    estimate: async () => undefined,
    ...parts,
  };
  const source = new ServerSource(type);
  const stream = (signal = new AbortController().signal) => source.stream("select 1", { signal });
  return { source, stream, asked, sessions };
}

async function readAll({ batches }: RowStream): Promise<number> {
  let count = 0;
  for await (const { rows } of batches) count += rows;
  return count;
}

test("a session is used again after its rows were read", async () => {
  const { stream, asked } = fakeSource();
  expect(await readAll(await stream())).toBe(2);
  expect(await readAll(await stream())).toBe(2);
  expect(asked).toEqual(["begin 0", "begin 0"]);
});

test("there are never more sessions than the pool has", async () => {
  const { stream, sessions } = fakeSource({}, { pool: 2 });
  const counts = await Promise.all([1, 2, 3, 4, 5].map(async () => readAll(await stream())));
  expect(counts).toEqual([2, 2, 2, 2, 2]);
  expect(sessions).toHaveLength(2);
});

test("a session that has died since its last use is replaced without a word", async () => {
  const { stream, asked, sessions } = fakeSource({
    async begin(session) {
      asked.push(`begin ${session.number}`);
      if (!session.used || session.number > 0) return;
      session.destroy(new ConnectionLost("gone"));
      throw new ConnectionLost("gone");
    },
  });
  await readAll(await stream());
  await readAll(await stream());
  expect(asked).toEqual(["begin 0", "begin 0", "begin 1"]);
  expect(sessions).toHaveLength(2);
});

test("a fresh session that dies is a failure that may be repeated", async () => {
  const { stream, sessions } = fakeSource({
    async begin(session) {
      session.destroy(new ConnectionLost("gone"));
      throw new ConnectionLost("gone");
    },
  });
  await expect(stream()).rejects.toMatchObject({
    transient: "read",
    diagnostic: { code: "source-connection-lost" },
  });
  expect(sessions).toHaveLength(1);
});

test("a session whose transaction could not be opened is closed", async () => {
  const { stream, sessions } = fakeSource({
    async begin() {
      throw new SetupRefused("it ends the transaction");
    },
  });
  expect((await refusal(stream())).code).toBe("source-setup-failed");
  expect((await refusal(stream())).code).toBe("source-setup-failed");
  expect(sessions.map(({ closed }) => closed)).toEqual([true, true]);
});

test("a session whose transaction could not be closed is closed", async () => {
  const { source, sessions } = fakeSource({
    async rollback() {
      throw new ConnectionLost("gone");
    },
  });
  expect(await source.describe("select 1")).toEqual([]);
  expect(sessions[0]?.closed).toBe(true);
});

test("a refused statement leaves its session to the next one", async () => {
  const refused = new RefusedByServer({ code: "1", message: "no such table" });
  const { stream, asked } = fakeSource({ execute: () => Promise.reject(refused) });
  expect((await refusal(stream())).message).toContain("no such table");
  await refusal(stream());
  expect(asked).toEqual(["begin 0", "rollback 0", "begin 0", "rollback 0"]);
});

test("an error with something left to read cancels the statement and ends the session", async () => {
  const { stream, asked, sessions } = fakeSource({
    execute: (session) => {
      session.hasUnread = true;
      return Promise.reject(new RangeError("a row is not as long as it says"));
    },
  });
  await refusal(stream());
  expect(asked).toEqual(["begin 0", "cancel 0"]);
  expect(sessions[0]?.closed).toBe(true);
});

test("rows that nobody wants any more are cancelled", async () => {
  const { stream, asked, sessions } = fakeSource();
  const { batches } = await stream();
  for await (const { rows } of batches) if (rows > 0) break;
  expect(asked).toEqual(["begin 0", "cancel 0"]);
  expect(sessions[0]?.closed).toBe(true);
});

test("an abort cancels the statement once, and its reader hears of it", async () => {
  const { stream, asked, sessions } = fakeSource({
    async execute(session) {
      session.hasUnread = true;
      return session.untilInterrupted();
    },
    async cancel(session) {
      asked.push("cancel");
      session.interrupt(new RefusedByServer({ code: "1", message: "cancelled" }));
      await pause(10, undefined);
    },
  });
  const abort = new AbortController();
  const reading = refusal(stream(abort.signal));
  await expect.poll(() => asked).toEqual(["begin 0"]);
  abort.abort();
  expect((await reading).code).toBe("read-cancelled");
  expect(asked).toEqual(["begin 0", "cancel"]);
  expect(sessions[0]?.closed).toBe(true);
});

test("a cancel that fails, or that no server answers, ends the session all the same", async () => {
  const cancels: ServerType<FakeSession>["cancel"][] = [
    () => Promise.reject(new Error("connection refused")),
    (_, { signal }) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true })),
  ];
  for (const cancel of cancels) {
    const { source, stream, sessions } = fakeSource({ cancel });
    const { batches } = await stream();
    for await (const { rows } of batches) if (rows > 0) break;
    await source.close();
    expect(sessions[0]?.closed).toBe(true);
  }
});

test("connecting is tried three times while it may still succeed, and once when it is refused", async () => {
  const attempts = async (error: Error) => {
    let count = 0;
    const connect = () => {
      count += 1;
      return Promise.reject(error);
    };
    await refusal(fakeSource({ connect }).stream());
    return count;
  };
  expect(await attempts(Object.assign(new Error("no"), { code: "ECONNREFUSED" }))).toBe(3);
  expect(await attempts(new ConnectionLost("no"))).toBe(3);
  expect(await attempts(new RefusedByServer({ code: "password", message: "no" }))).toBe(1);
});

test.each([
  ["prefer", ["encrypted", "plain"]],
  ["require", ["encrypted"]],
])("with sslmode %s a server that wants the other kind is asked: %s", async (sslmode, kinds) => {
  const asked: string[] = [];
  const connect: ServerType<FakeSession>["connect"] = (tls) => {
    asked.push(tls ? "encrypted" : "plain");
    const reason = new TlsFailed(`it refused attempt ${asked.length}`);
    return Promise.reject(new OtherEncryptionWanted(reason));
  };
  const { code, message } = await refusal(fakeSource({ connect }, { sslmode }).stream());
  expect(asked).toEqual(kinds);
  expect(code).toBe("source-tls-failed");
  expect(message).toContain("it refused attempt 1.");
});
