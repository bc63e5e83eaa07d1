/** Follows what the server publishes. The connection is held only while the page can be seen. */
import type { SiteEvent } from "../../../src/contract/events.js";

export interface LiveOptions {
  readonly document: Document;
  readonly url: URL;
  readonly onEvent: (event: SiteEvent) => void;
  /** Called when a connection is made again: something may have been missed meanwhile. */
  readonly onReturn: () => void;
}

/** Returns a function that ends it. */
export function followEvents({ document, url, onEvent, onReturn }: LiveOptions): () => void {
  let source: EventSource | undefined;
  let wasConnected = false;

  function connect(): void {
    if (source) return;
    source = new EventSource(url);
    source.addEventListener("open", () => {
      if (wasConnected) onReturn();
      wasConnected = true;
    });
    source.addEventListener("message", ({ data }: MessageEvent<string>) => {
      // One SiteEvent per message, by the contract.
      onEvent(JSON.parse(data) as SiteEvent);
    });
  }

  function disconnect(): void {
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
