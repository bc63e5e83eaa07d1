import { useLayoutEffect, useState } from "preact/hooks";
import type { RefObject } from "preact";

/** How far below the window's edge an item starts to load, in CSS pixels. */
const AHEAD = 500;

/** True from when the element first comes near the window. */
export function useNear(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current || near) return undefined;
    // The observer would say so a frame later.
    const { top, bottom } = current.getBoundingClientRect();
    if (bottom > -AHEAD && top < innerHeight + AHEAD) {
      setNear(true);
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: `${AHEAD}px` },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [near]);
  return near;
}
