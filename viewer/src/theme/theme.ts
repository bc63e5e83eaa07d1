import { signal, type ReadonlySignal } from "@preact/signals";

export type ThemeMode = "light" | "dark";

/**
 * Known to `viewer/build/first-paint-script.js` too, which sets the theme before the page is
 * painted.
 */
const STORAGE_KEY = "headwater-theme";

export interface Theme {
  readonly mode: ReadonlySignal<ThemeMode>;
  /** Switches and remembers the choice. */
  readonly toggle: () => void;
}

/** Follows the system until the reader chooses. */
export function createTheme(window: Window): Theme {
  const root = window.document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const mode = signal<ThemeMode>(root.dataset["theme"] === "dark" ? "dark" : "light");

  function apply(next: ThemeMode): void {
    root.dataset["theme"] = next;
    mode.value = next;
  }

  system.addEventListener("change", ({ matches }) => {
    if (readChoice(window) === null) apply(matches ? "dark" : "light");
  });

  return {
    mode,
    toggle() {
      const next = mode.value === "dark" ? "light" : "dark";
      apply(next);
      try {
        window.localStorage.setItem(STORAGE_KEY, next);
      } catch {
        // Without storage the choice lasts as long as the page.
      }
    },
  };
}

function readChoice(window: Window): string | null {
  try {
    return window.localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
