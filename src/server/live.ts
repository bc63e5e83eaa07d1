import type { SiteEvent } from "../contract/events.js";

/** Tells open pages what changed. */
export interface Live {
  send(event: SiteEvent): void;
  /** A new page first hears what it must know; `onEvent` gets undefined when the server ends. */
  subscribe(onEvent: (event: SiteEvent | undefined) => void): () => void;
  close(): void;
}

/**
 * A hub without pages. It remembers the last word of each kind, so that a page that was away hears
 * of it.
 */
export function createLive(): Live {
  const pages = new Set<(event: SiteEvent | undefined) => void>();
  const last = new Map<SiteEvent["type"], SiteEvent>();
  return {
    send: (event) => {
      if (event.type !== "progress") last.set(event.type, event);
      for (const onEvent of pages) onEvent(event);
    },
    subscribe: (onEvent) => {
      pages.add(onEvent);
      for (const event of last.values()) onEvent(event);
      return () => void pages.delete(onEvent);
    },
    close: () => {
      for (const onEvent of pages) onEvent(undefined);
      pages.clear();
    },
  };
}
