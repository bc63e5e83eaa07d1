import type { Hono } from "hono";
import type { SiteEvent } from "../../contract/events.js";
import type { Live } from "../live.js";

export const EVENTS_URL = "/data/events";

const RETRY_MILLISECONDS = 1000;
/** Below the minute after which proxies close a silent connection. */
const HEARTBEAT_MILLISECONDS = 20_000;
/** Open at once: far more than people look at one `serve`, far fewer than the system's files. */
const MOST_STREAMS = 512;
/** Bytes that wait for a page; one that takes none of them is sent away, and asks anew. */
const MOST_WAITING = 256 * 1024;
const HEADERS = { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" };

/**
 * The stream of server-sent events; each message is one SiteEvent as JSON. A stream is begun by GET
 * alone, and ends when its page goes away.
 */
export function addEvents(app: Hono, live: Live, mostStreams = MOST_STREAMS): void {
  let open = 0;
  app.get(EVENTS_URL, (context) => {
    // Hono answers HEAD by what GET would, which it then throws away unread.
    if (context.req.method === "HEAD") return context.body(null, 200, HEADERS);
    if (open >= mostStreams) {
      return context.text("Too many pages are open.\n", 503, { "Retry-After": "5" });
    }
    open += 1;
    return context.body(
      eventStream(live, context.req.raw.signal, () => (open -= 1)),
      200,
      HEADERS,
    );
  });
}

/** `onEnd` is called once, whoever ends it: the server, the page, or the page's not reading. */
function eventStream(live: Live, gone: AbortSignal, onEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let release = (): void => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOpen = true;
        const heartbeat = setInterval(() => write(":\n\n"), HEARTBEAT_MILLISECONDS);
        let unsubscribe = (): void => {};
        release = () => {
          if (!isOpen) return;
          isOpen = false;
          clearInterval(heartbeat);
          unsubscribe();
          onEnd();
        };
        function write(text: string): void {
          if (!isOpen) return;
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(text));
          else end();
        }
        function end(): void {
          if (!isOpen) return;
          release();
          controller.close();
        }
        gone.addEventListener("abort", () => release(), { once: true });
        write(`retry: ${RETRY_MILLISECONDS}\n\n`);
        unsubscribe = live.subscribe((event: SiteEvent | undefined) => {
          if (event) write(`data: ${JSON.stringify(event)}\n\n`);
          else end();
        });
        if (gone.aborted) release();
      },
      cancel: () => release(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }),
  );
}
