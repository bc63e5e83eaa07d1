import { batch, signal, type ReadonlySignal } from "@preact/signals";

export type ThemeMode = "light" | "dark";

/**
 * Known to `viewer/build/first-paint-script.js` too, which sets the theme before the page is
 * painted.
 */
const STORAGE_KEY = "headwater-theme";

export interface Theme {
  /** Light while the page is printed. */
  readonly mode: ReadonlySignal<ThemeMode>;
  /**
   * Whether the page is being printed. All that depends on it has to be done before the next task:
   * printing waits for no more.
   */
  readonly paper: ReadonlySignal<boolean>;
  /** Switches and remembers the choice. */
  readonly toggle: () => void;
}

/** Follows the system until the reader chooses. */
export function createTheme(window: Window): Theme {
  const root = window.document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let screen: ThemeMode = root.dataset["theme"] === "dark" ? "dark" : "light";
  const mode = signal(screen);
  const paper = signal(false);

  function apply(): void {
    const next = paper.value ? "light" : screen;
    root.dataset["theme"] = next;
    root.classList.toggle("paper", paper.value);
    mode.value = next;
  }

  function choose(next: ThemeMode): void {
    screen = next;
    apply();
  }

  function print(printing: boolean): void {
    batch(() => {
      paper.value = printing;
      apply();
    });
  }

  system.addEventListener("change", ({ matches }) => {
    if (readChoice(window) === null) choose(matches ? "dark" : "light");
  });
  window.addEventListener("beforeprint", () => print(true));
  window.addEventListener("afterprint", () => print(false));
  window.matchMedia("print").addEventListener("change", ({ matches }) => print(matches));

  return {
    mode,
    paper,
    toggle() {
      const next = screen === "dark" ? "light" : "dark";
      choose(next);
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
