/**
 * A web server on loopback that answers each request by the next step of a script, also as no web
 * server should.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface ScriptedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Resolves when the client has closed the connection. */
  readonly closed: Promise<void>;
}

export type HttpStep = (response: ServerResponse, request: ScriptedRequest) => void;

export interface ScriptedHttp {
  /** Without a slash at its end. */
  readonly url: string;
  readonly host: string;
  readonly requests: readonly ScriptedRequest[];
}

/** The last step answers everything after it, too. The server ends with the test. */
export async function startScriptedHttp(...steps: readonly HttpStep[]): Promise<ScriptedHttp> {
  const requests: ScriptedRequest[] = [];
  const server = createServer((incoming, response) => {
    void requestOf(incoming).then((request) => {
      requests.push(request);
      steps[Math.min(requests.length, steps.length) - 1]?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on TCP has such an address.
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}`, host, requests };
}

export function json(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): HttpStep {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(value));
  };
}

/**
 * Exactly these bytes, then the end of the connection, or a connection that stays open and silent.
 */
export function raw(
  bytes: string | Buffer,
  end: "close" | "reset" | "silence" = "close",
): HttpStep {
  return ({ socket }) => {
    socket?.write(bytes, () => {
      if (end === "close") socket.end();
      else if (end === "reset") socket.resetAndDestroy();
    });
  };
}

/** The head of an answer as it travels, ready for a body. */
export function head(...headers: readonly string[]): string {
  return `${["HTTP/1.1 200 OK", ...headers].join("\r\n")}\r\n\r\n`;
}

async function requestOf(incoming: IncomingMessage): Promise<ScriptedRequest> {
  const { method = "", url = "", headers, socket } = incoming;
  // Each request of a connection adds one.
  socket.setMaxListeners(0);
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  let body = "";
  for await (const chunk of incoming) body += String(chunk);
  return { method, path: url, headers, body, closed };
}
