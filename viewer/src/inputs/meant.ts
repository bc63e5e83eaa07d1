import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { inputAnchor } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";

/** Whether the address means an input. */
export function useMeant(): (name: string) => boolean {
  const { address } = useApp();
  const anchor = address.anchor.value;
  return (name) => anchor === inputAnchor(name);
}

/** Puts the focus on an input when the address means it. */
export function useFocusOfMeant(place: RefObject<HTMLElement | null>, name: string): void {
  const meant = useMeant()(name);
  useEffect(() => {
    const { current } = place;
    if (!meant || !current) return;
    current.scrollIntoView({ block: "center" });
    const control =
      current.querySelector<HTMLElement>("input:checked") ??
      current.querySelector<HTMLElement>(":is(button, input):enabled");
    // What is chosen from may still be on its way.
    (control ?? current).focus({ preventScroll: true });
  }, [meant]);
}
