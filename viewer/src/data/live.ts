/** Follows what the server publishes. The connection is held only while the page can be seen. */
import type { SiteEvent } from "../../../src/contract/events.js";

export interface LiveOptions {
  readonly document: Document;
  readonly url: URL;
  readonly onEvent: (event: SiteEvent) => void;
  /** Called when a connection is made again: something may have been missed meanwhile. */
  readonly onReturn: () => void;
  /** Called when the server refuses, and when it has been gone for a while. */
  readonly onLost: () => void;
}

/**
 * Milliseconds after which a refused connection is tried again: browsers themselves do that for
 * lost ones only.
 */
const PAUSE = 3_000;

/** Milliseconds for which a lost connection may be away unsaid, as while a server restarts. */
const PATIENCE = 2_000;

/** Returns a function that ends it. */
export function followEvents(options: LiveOptions): () => void {
  const { document, url, onEvent, onReturn, onLost } = options;
  let source: EventSource | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;

  function connect(): void {
    if (source) return;
    const opened = new EventSource(url);
    source = opened;
    opened.addEventListener("open", () => {
      clearTimeout(patience);
      patience = undefined;
      if (!isFirst) onReturn();
      isFirst = false;
    });
    opened.addEventListener("message", ({ data }: MessageEvent<string>) => {
      // One SiteEvent per message, by the contract.
      onEvent(JSON.parse(data) as SiteEvent);
    });
    opened.addEventListener("error", () => {
      if (source !== opened) return;
      if (opened.readyState !== EventSource.CLOSED) {
        patience ??= setTimeout(onLost, PATIENCE);
        return;
      }
      isFirst = false;
      disconnect();
      pause = setTimeout(follow, PAUSE);
      onLost();
    });
  }

  function disconnect(): void {
    clearTimeout(pause);
    clearTimeout(patience);
    patience = undefined;
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
