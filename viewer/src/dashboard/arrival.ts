import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { cardAnchor } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";

/** Longer than it takes the cards above to get their size. */
const SETTLED = 300;

/**
 * Shows the card that the address means: in the middle of the window, with a mark around it; the
 * keyboard goes on in it.
 */
export function useArrival(
  frame: RefObject<HTMLElement | null>,
  kind: "chart" | "table",
  name: string,
): void {
  const { address } = useApp();
  const meant = address.anchor.value === cardAnchor(kind, name);
  useEffect(() => {
    const { current } = frame;
    if (!meant || !current) return undefined;
    const show = () => current.scrollIntoView({ block: "center" });
    show();
    current.classList.add("meant");
    takeFocus(current.querySelector("section"));
    const timer = setTimeout(show, SETTLED);
    return () => {
      clearTimeout(timer);
      current.classList.remove("meant");
    };
  }, [meant]);
}

/** Unless the reader has gone on meanwhile. */
function takeFocus(card: HTMLElement | null): void {
  const focused = document.activeElement;
  if (!card || (focused && focused !== document.body && focused.id !== "main")) return;
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
}
