/** Follows what the server publishes. The connection is held only while the page can be seen. */
import type { SiteEvent } from "../../../src/contract/events.js";

export interface LiveOptions {
  readonly document: Document;
  readonly url: URL;
  readonly onEvent: (event: SiteEvent) => void;
  /** Called when a connection is made again: something may have been missed meanwhile. */
  readonly onReturn: () => void;
  /** Called when the server refuses. */
  readonly onRefused: () => void;
}

/**
 * Milliseconds after which a refused connection is tried again: browsers themselves do that for
 * lost ones only.
 */
const PAUSE = 3_000;

/** Returns a function that ends it. */
export function followEvents(options: LiveOptions): () => void {
  const { document, url, onEvent, onReturn, onRefused } = options;
  let source: EventSource | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;

  function connect(): void {
    if (source) return;
    const opened = new EventSource(url);
    source = opened;
    opened.addEventListener("open", () => {
      if (!isFirst) onReturn();
      isFirst = false;
    });
    opened.addEventListener("message", ({ data }: MessageEvent<string>) => {
      // One SiteEvent per message, by the contract.
      onEvent(JSON.parse(data) as SiteEvent);
    });
    opened.addEventListener("error", () => {
      if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
      isFirst = false;
      disconnect();
      pause = setTimeout(follow, PAUSE);
      onRefused();
    });
  }

  function disconnect(): void {
    clearTimeout(pause);
    source?.close();
    source = undefined;
  }

  function follow(): void {
    if (document.visibilityState === "visible") connect();
    else disconnect();
  }

  document.addEventListener("visibilitychange", follow);
  follow();
  return () => {
    document.removeEventListener("visibilitychange", follow);
    disconnect();
  };
}
