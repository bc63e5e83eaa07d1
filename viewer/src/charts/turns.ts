/** Who draws next: a task draws one chart, so that the page answers between two of them. */

/** Resolves in a task of its own once it is the element's turn; never when it asks anew. */
export type TakeTurn = (element: Element) => Promise<void>;

/** What is in sight comes first, then what has waited longest: asking anew keeps the place. */
export function createTurns(window: Window): TakeTurn {
  const waiting = new Map<Element, () => void>();

  function isInSight(element: Element): boolean {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  }

  function next(): void {
    const elements = [...waiting.keys()];
    const element = elements.find(isInSight) ?? elements[0];
    if (!element) return;
    const start = waiting.get(element);
    waiting.delete(element);
    if (waiting.size > 0) window.setTimeout(next);
    start?.();
  }

  return (element) =>
    new Promise((resolve) => {
      if (waiting.size === 0) window.setTimeout(next);
      waiting.set(element, resolve);
    });
}
