import type { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { SiteEvent } from "../../contract/events.js";
import type { Live } from "../live.js";

export const EVENTS_URL = "/data/events";

const RETRY_MILLISECONDS = 1000;
/** Below the minute after which proxies close a silent connection. */
const HEARTBEAT_MILLISECONDS = 20_000;

/** The stream of server-sent events; each message is one SiteEvent as JSON. */
export function addEvents(app: Hono, live: Live): void {
  app.get(EVENTS_URL, (context) =>
    streamSSE(context, async (stream) => {
      await stream.write(`retry: ${RETRY_MILLISECONDS}\n\n`);
      const heartbeat = setInterval(() => void stream.write(":\n\n"), HEARTBEAT_MILLISECONDS);
      await new Promise<void>((resolve) => {
        const send = (event: SiteEvent | undefined) => {
          if (event) void stream.writeSSE({ data: JSON.stringify(event) });
          else resolve();
        };
        const unsubscribe = live.subscribe(send);
        stream.onAbort(() => {
          unsubscribe();
          resolve();
        });
      });
      clearInterval(heartbeat);
    }),
  );
}
