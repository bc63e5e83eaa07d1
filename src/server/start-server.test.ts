import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { request, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Artifact } from "../contract/manifest.js";
import { loadAssets } from "./assets.js";
import { createDoor } from "./door.js";
import { createLive, type Live } from "./live.js";
import { createBody } from "./respond.js";
import { startServer, type RunningServer } from "./start-server.js";

const rows = JSON.stringify({ rows: 400, values: Array.from({ length: 400 }, (_, i) => i) });
const artifact: Artifact = {
  hash: "a".repeat(64),
  format: "json",
  rows: 400,
  bytes: rows.length,
  columns: [],
  builtAt: "2026-01-01T00:00:00Z",
};

let folder: string;
let server: RunningServer;
let live: Live;
const failures: unknown[] = [];
const UNREADABLE = "unreadable";
const GONE = "gone";
const MOST_STREAMS = 4;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-server-"));
  await mkdir(join(folder, "viewer", "assets"), { recursive: true });
  await writeFile(
    join(folder, "viewer", "index.html"),
    '<head><script src="./assets/x-12345678.js"></head>',
  );
  await writeFile(join(folder, "viewer", "assets", "x-12345678.js"), "export {};\n".repeat(200));
  await writeFile(join(folder, "secret.txt"), "canary");
  await writeFile(join(folder, artifact.hash), rows);
  live = createLive();
  server = await start(0);
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const door = createDoor();
const refreshed: (string | undefined)[] = [];
let stops = 0;

async function start(port: number): Promise<RunningServer> {
  return startServer({
    port,
    assets: await loadAssets(join(folder, "viewer")),
    live,
    door,
    refresh: (dashboard) => {
      refreshed.push(dashboard);
      return dashboard !== "gone";
    },
    stopRefresh: () => void (stops += 1),
    frame: (diagnostics) => [...diagnostics],
    onFailure: (error) => failures.push(error),
    resultFiles: async ({ hash }) => {
      if (hash === UNREADABLE) throw new Error("EMFILE: too many open files");
      if (hash === GONE) return undefined;
      return { path: join(folder, hash), bytes: rows.length };
    },
    mostStreams: MOST_STREAMS,
    currentContent: async () => ({
      documents: new Map([["/data/site.json", createBody('{"project":"x"}', "application/json")]]),
      later: new Map(),
      preloads: new Map([["d/sales/", [{ as: "data", url: "/data/sales.json" }]]]),
      artifacts: new Map(
        [artifact, { ...artifact, hash: UNREADABLE }, { ...artifact, hash: GONE }].map((one) => [
          `/data/objects/${one.hash}`,
          one,
        ]),
      ),
    }),
  });
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request as it is written, without the tidying that `fetch` does to paths and headers. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = server;
    request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      let body = "";
      response.setEncoding("latin1").on("data", (text: string) => (body += text));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .on("error", reject)
      .end();
  });
}

test("the page is served at the root and below /d/, with addresses from the root", async () => {
  for (const path of ["/", "/d/sales/", "/d/a~2fb/?region=north"]) {
    const { status, headers, body } = await ask(path);
    expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(body).toMatch('<head><script src="/assets/x-12345678.js">');
    const links = body.match(/<link [^>]*>/g) ?? [];
    const data = '<link rel="preload" as="fetch" crossorigin href="/data/sales.json" />';
    expect(links).toEqual(path === "/d/sales/" ? [data] : []);
  }
});

test("the address of a page without its slash leads to the one with it", async () => {
  const led = async (path: string) => {
    const { status, headers } = await ask(path);
    return [status, headers["location"]];
  };
  expect(await led("/d/sales")).toEqual([302, "/d/sales/"]);
  expect(await led("/d/Two%20words?region=north&x=%2F")).toEqual([
    302,
    "/d/Two%20words/?region=north&x=%2F",
  ]);
  expect(await led("/d/sales/chart/Per%20day")).toEqual([302, "/d/sales/chart/Per%20day/"]);
  expect(await led("/d/sales/index.html")).toEqual([302, "/d/sales/"]);
  expect(await led("/d/%2F%2Fevil.example")).toEqual([302, "/d/~2f~2fevil.example/"]);
  expect(await led("/d/a/b/c")).toEqual([200, undefined]);
});

test("only the exact own address is answered, on every route", async () => {
  const { port } = server;
  for (const path of [
    "/",
    "/data/site.json",
    "/data/events",
    "/assets/x-12345678.js",
    "/nothing",
  ]) {
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      "localhost",
      `127.0.0.1:${port + 1}`,
      `127.0.0.1.:${port}`,
      `0.0.0.0:${port}`,
    ]) {
      expect([path, host, (await ask(path, { host })).status]).toEqual([path, host, 421]);
    }
  }
  for (const name of ["127.0.0.1", "localhost", "[::1]"]) {
    expect((await ask("/data/site.json", { host: `${name}:${port}` })).status).toBe(200);
  }
});

test("a request that names no host is refused", async () => {
  const socket = connect(server.port, "127.0.0.1");
  socket.end("GET /data/site.json HTTP/1.0\r\n\r\n");
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
});

test("a target in absolute form must name the server as well", async () => {
  expect((await ask("http://evil.example/data/site.json")).status).toBe(421);
});

test("methods that could change something are refused", async () => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const { status, headers } = await ask("/data/site.json", {}, method);
    expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
  }
});

test("every answer carries the security headers", async () => {
  const answers = [
    await ask("/"),
    await ask("/nothing"),
    await ask("/", { host: "evil.example" }),
    await ask("/", {}, "POST"),
    await ask(`/data/objects/${artifact.hash}`),
  ];
  for (const { headers } of answers) {
    expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  }
});

test("no path reaches a file that is not in the map", async () => {
  const attempts = [
    "/assets/../../secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/assets/..\\..\\secret.txt",
    "/assets//x-12345678.js",
    "/assets/x-12345678.js/",
    "/assets/x-12345678.js%00",
    "/assets/x-12345678.js::$DATA",
    "/assets/",
    "/index.html",
    "/data/objects/",
    "/data/objects/../../secret.txt",
    `/data/objects/${"b".repeat(64)}`,
    `/data/objects/${artifact.hash}.json`,
    `/data/objects/${artifact.hash.toUpperCase()}`,
    "/data/dashboards/0.json",
    "/__proto__",
    "/data/constructor",
  ];
  for (const path of attempts) {
    const { status, body } = await ask(path);
    expect([path, status === 404 || status === 400]).toEqual([path, true]);
    expect(body).not.toContain("canary");
  }
});

test("a query never changes which file is read", async () => {
  const plain = await ask("/assets/x-12345678.js");
  expect((await ask("/assets/x-12345678.js?raw&file=/etc/passwd")).body).toBe(plain.body);
});

test("results and hashed assets are kept for ever, documents are asked for again", async () => {
  const immutable = "private, max-age=31536000, immutable";
  const result = await ask(`/data/objects/${artifact.hash}`);
  expect([result.headers["cache-control"], result.body]).toEqual([immutable, rows]);
  expect((await ask("/assets/x-12345678.js")).headers["cache-control"]).toBe(immutable);
  expect((await ask("/data/site.json")).headers["cache-control"]).toBe("no-cache");
});

test("what the browser has already is not sent again", async () => {
  for (const path of ["/", "/data/site.json", `/data/objects/${artifact.hash}`]) {
    const { etag = "" } = (await ask(path)).headers;
    const again = await ask(path, { "if-none-match": etag });
    expect([again.status, again.body]).toEqual([304, ""]);
  }
});

test("answers are compressed for those who accept it", async () => {
  for (const path of ["/assets/x-12345678.js", `/data/objects/${artifact.hash}`]) {
    const plain = await ask(path);
    const packed = await ask(path, { "accept-encoding": "br, gzip" });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers.vary).toBe("Accept-Encoding");
    expect(packed.body.length).toBeLessThan(plain.body.length);
    expect(await fetch(`${server.url}${path}`).then((answer) => answer.text())).toBe(plain.body);
    const refused = await ask(path, { "accept-encoding": "gzip;q=0" });
    expect(refused.headers["content-encoding"]).toBeUndefined();
  }
});

test("HEAD tells the headers alone", async () => {
  const { status, headers, body } = await ask(`/data/objects/${artifact.hash}`, {}, "HEAD");
  expect([status, headers["content-type"], body]).toEqual([200, "application/json", ""]);
});

test("an object that is gone or damaged is not found", async () => {
  expect((await ask(`/data/objects/${GONE}`)).status).toBe(404);
});

test("the event stream tells what happened while a page was away, then what happens", async () => {
  live.send({ type: "problems", problems: [] });
  const answer = await fetch(`${server.url}/data/events`);
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const readUntil = async (part: string) => {
    while (!text.includes(part)) text += (await reader?.read())?.value ?? "";
  };
  await readUntil('data: {"type":"problems","problems":[]}\n\n');
  expect(text).toMatch(/^retry: 1000\n\n/);
  live.send({ type: "published", run: "r1" });
  await readUntil('data: {"type":"published","run":"r1"}\n\n');
  await reader?.cancel();
});

/** Open event streams, from which nobody has read yet. */
async function openStreams(count: number): Promise<IncomingMessage[]> {
  const asked = Array.from({ length: count }, () => {
    const path = "/data/events";
    return new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: "127.0.0.1", port: server.port, path }, resolve).on("error", reject).end();
    });
  });
  return Promise.all(asked);
}

test("HEAD begins no event stream, and one that a page has left is no more", async () => {
  for (let i = 0; i < 3 * MOST_STREAMS; i++) {
    const { status, headers, body } = await ask("/data/events", {}, "HEAD");
    expect([status, headers["content-type"], body]).toEqual([200, "text/event-stream", ""]);
  }
  for (let round = 0; round < 3; round++) {
    const streams = await openStreams(MOST_STREAMS);
    expect(streams.map(({ statusCode }) => statusCode)).toEqual(streams.map(() => 200));
    expect((await ask("/data/events")).status).toBe(503);
    for (const stream of streams) stream.destroy();
    await vi.waitFor(async () => expect((await openAndLeave()).statusCode).toBe(200));
  }
});

async function openAndLeave(): Promise<IncomingMessage> {
  const [stream] = await openStreams(1);
  stream?.destroy();
  if (!stream) throw new Error("No answer");
  return stream;
}

test("a page that takes nothing of its stream is sent away", async () => {
  const [stream] = await openStreams(1);
  stream?.pause();
  const run = "r".repeat(64 * 1024);
  // What the system's own buffers hold comes first.
  for (let i = 0; i < 400; i++) {
    live.send({ type: "published", run });
    await new Promise((resolve) => setImmediate(resolve));
  }
  let bytes = 0;
  for await (const chunk of stream ?? []) bytes += Buffer.byteLength(String(chunk));
  expect(bytes).toBeLessThan(400 * run.length);
});

test("pages of other sites read no data, whatever their browser lets them ask", async () => {
  for (const path of ["/data/site.json", "/data/events", `/data/objects/${artifact.hash}`]) {
    for (const site of ["cross-site", "same-site"]) {
      expect((await ask(path, { "sec-fetch-site": site })).status).toBe(403);
    }
  }
  expect((await ask("/data/site.json", { "sec-fetch-site": "same-origin" })).status).toBe(200);
  expect((await ask("/", { "sec-fetch-site": "cross-site" })).status).toBe(200);
});

test("a taken port is passed over", async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, "127.0.0.1", () => {
      const address = taken.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  const second = await start(port);
  expect(second.port).toBeGreaterThan(port);
  await second.close();
  await new Promise((resolve) => void taken.close(resolve));
});

test("the server listens on the loopback address alone", async () => {
  const reached = await new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.2");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });
  expect(reached).toBe(false);
});

test("a request that fails is told where the server runs and to the page", async () => {
  const { status, headers, body } = await ask(`/data/objects/${UNREADABLE}`);
  expect([status, headers["content-type"]]).toEqual([500, "application/json"]);
  expect(JSON.parse(body)).toMatchObject({
    diagnostics: [
      {
        code: "request-failed",
        severity: "error",
        message: expect.stringContaining("EMFILE: too many open files"),
      },
    ],
  });
  expect(failures).toEqual([new Error("EMFILE: too many open files")]);
});

test("who opened the link of the terminal may refresh, and nobody else", async () => {
  const post = (path: string, body: object, key?: string) =>
    fetch(server.url + path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
    });
  expect((await post("/data/refresh", {})).status).toBe(401);
  expect((await post("/data/refresh", {}, door.token)).status).toBe(401);
  expect((await post("/data/login", { token: "wrong" })).status).toBe(403);
  expect((await post("/data/login", { token: 7 })).status).toBe(403);
  const login = await post("/data/login", { token: door.token });
  const { key } = (await login.json()) as { key: string };
  expect((await post("/data/login", { token: door.token })).status).toBe(403);
  expect((await post("/data/refresh", { dashboard: "Sales" }, key)).status).toBe(202);
  expect((await post("/data/refresh", {}, key)).status).toBe(202);
  expect((await post("/data/refresh", { dashboard: "gone" }, key)).status).toBe(404);
  expect((await post("/data/refresh/stop", {}, key)).status).toBe(202);
  expect((await post("/data/refresh/stop", {})).status).toBe(401);
  expect([refreshed, stops]).toEqual([["Sales", undefined, "gone"], 1]);
});

test("what changes something takes no GET, and a body of no great size", async () => {
  const { status, headers } = await ask("/data/refresh");
  expect([status, headers.allow]).toEqual([405, "POST"]);
  const large = await fetch(`${server.url}/data/login`, { method: "POST", body: "x".repeat(5000) });
  expect(large.status).toBe(413);
});

test("a page of another site cannot ask", async () => {
  const headers = { "sec-fetch-site": "cross-site" };
  expect((await ask("/data/login", headers, "POST")).status).toBe(403);
});
