/** What reaches the server byte for byte: paths that lead elsewhere, requests that are none. */
import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadAssets } from "../../src/server/assets.js";
import { createDoor } from "../../src/server/door.js";
import { createLive } from "../../src/server/live.js";
import { createBody } from "../../src/server/respond.js";
import { startServer, type RunningServer } from "../../src/server/start-server.js";
import { temporaryFolder } from "../support/project.js";

const failures: unknown[] = [];

async function start(): Promise<RunningServer> {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, "viewer", "assets"), { recursive: true });
  writeFileSync(join(folder, "viewer", "index.html"), "<p>page");
  writeFileSync(join(folder, "secret.txt"), "canary");
  const server = await startServer({
    port: 0,
    assets: await loadAssets(join(folder, "viewer")),
    live: createLive(),
    door: createDoor(),
    refresh: () => false,
    stopRefresh: () => {},
    frame: (diagnostics) => [...diagnostics],
    onFailure: (error) => failures.push(error),
    resultFiles: () => Promise.resolve(undefined),
    currentContent: async () => ({
      documents: new Map([["/data/site.json", createBody('{"a":1}', "application/json")]]),
      later: new Map(),
      preloads: new Map(),
      artifacts: new Map(),
    }),
  });
  onTestFinished(() => server.close());
  return server;
}

/** All that the server says to some bytes, until it or a second ends it. */
function say(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    const end = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(1000, end);
    socket.on("data", (chunk) => (text += chunk.toString("latin1"))).on("error", end);
    socket.on("close", () => resolve(text));
    socket.end(bytes);
  });
}

const TARGETS = ["secret.txt", "etc/passwd"];
const UPS = [
  "../",
  "..%2f",
  "%2e%2e/",
  "%2e%2e%2f",
  "..%252f",
  "..\\",
  "..%5c",
  "....//",
  "..;/",
  "%c0%ae%c0%ae/",
  ".%2e/",
  "%2e./",
  "..%00/",
  "..%u2215",
  "//../",
  "/./../",
  "..//",
  "\\..\\",
  "%252e%252e%252f",
  "..%ef%bc%8f",
  "..%0a/",
  "?raw=../",
  "#../",
];
const PATHS = UPS.flatMap((up) => TARGETS.map((target) => `${up.repeat(4)}${target}`));

test(`none of ${PATHS.length} paths that lead out of the site shows anything`, async () => {
  const { port } = await start();
  for (const path of PATHS) {
    for (const base of ["/assets/", "/data/", "/data/objects/"]) {
      const answer = await say(
        port,
        `GET ${base}${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
      );
      expect([path, /canary|root:/.test(answer)]).toEqual([path, false]);
      expect([path, answer.slice(0, 12)]).toEqual([
        path,
        expect.stringMatching(/^HTTP\/1\.1 4|^$/),
      ]);
    }
  }
});

test("requests that are none are refused, and the next one is answered", async () => {
  const { port } = await start();
  const host = `Host: 127.0.0.1:${port}\r\n`;
  const requests: readonly (string | Buffer)[] = [
    "",
    "\r\n\r\n",
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    `GET /data/site.json\r\n\r\n`,
    `GET / HTTP/1.1\r\n\r\n`,
    `GET / HTTP/1.1\r\n${host}${host}\r\n`,
    `GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n`,
    `GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`,
    `GET //evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n`,
    `FROBNICATE / HTTP/1.1\r\n${host}\r\n`,
    `POST / HTTP/1.1\r\n${host}Content-Length: 5\r\n\r\nab`,
    `POST / HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`,
    `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nzz`,
    `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    `GET / HTTP/1.1\r\n${host}X: ${"x".repeat(100_000)}\r\n\r\n`,
    `GET /${"x".repeat(100_000)} HTTP/1.1\r\n${host}\r\n`,
    `GET / HTTP/1.1\r\n${host}${"X: y\r\n".repeat(20_000)}\r\n`,
    `GET / HTTP/1.1\r\n${host}Bad Header\r\n\r\n`,
    `GET /\u0000 HTTP/1.1\r\n${host}\r\n`,
    Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
  ];
  for (const [index, request] of requests.entries()) {
    const answer = await say(port, request);
    expect([index, answer]).toEqual([index, expect.stringMatching(/^$|^HTTP\/1\.1 4\d\d /)]);
    expect(answer).not.toMatch(/canary|at .*\.js:/);
    const next = await fetch(`http://127.0.0.1:${port}/data/site.json`);
    expect([index, next.status]).toEqual([index, 200]);
  }
  expect(failures).toEqual([]);
});
