import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";

/** A web server on loopback that keeps the JSON it gets and answers every post alike. */
export async function startWebhookServer(
  answer: { readonly status: number; readonly body: string; readonly location?: string } = {
    status: 200,
    body: "ok",
  },
): Promise<{ readonly url: string; readonly posts: readonly unknown[] }> {
  const posts: unknown[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      posts.push(JSON.parse(body));
      if (answer.location !== undefined) response.setHeader("location", answer.location);
      response.writeHead(answer.status).end(answer.body);
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}/services/T0/very-secret-token`, posts };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
