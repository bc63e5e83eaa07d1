/** What this browser may ask of `serve`: it keeps the key that the terminal's link is worth. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import {
  LOGIN_MARK,
  LOGIN_URL,
  REFRESH_URL,
  STOP_URL,
} from "../../../src/contract/pages/refresh.js";
import { LoadFailure, loadProblems } from "./load-failure.js";
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import { viewerDiagnostic } from "./viewer-diagnostic.js";

export interface Door {
  /** Whether this browser has a key; the server may have been started again since. */
  readonly isOpen: ReadonlySignal<boolean>;
  /** Why the last thing that was asked was not done. */
  readonly problems: ReadonlySignal<readonly FramedDiagnostic[]>;
  /** Asks the sources again for a dashboard, or for all. */
  readonly refresh: (dashboard: string | undefined) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Of this origin, port included: another project's server there does not know it. */
const STORAGE_KEY = "headwater-key";
const UNKNOWN_KEY = 401;

/** Takes the token out of the address, where there is one. */
export function createDoor(window: Window, root: URL): Door {
  const { location, history } = window;
  const key = signal(stored(window));
  const isOpen = computed(() => key.value !== undefined);
  const problems = signal<readonly FramedDiagnostic[]>([]);
  const post = (url: string, body: object, headers: HeadersInit = {}) =>
    fetch(new URL(url, root), { method: "POST", headers, body: JSON.stringify(body) });

  function keep(next: string | undefined): void {
    key.value = next;
    try {
      if (next === undefined) window.localStorage.removeItem(STORAGE_KEY);
      else window.localStorage.setItem(STORAGE_KEY, next);
    } catch {
      // Without storage the key is good until the page is left.
    }
  }

  async function login(token: string): Promise<void> {
    const response = await post(LOGIN_URL, { token }).catch(() => undefined);
    // The server answers in the contract's shape.
    if (response?.ok) keep(((await response.json()) as { key: string }).key);
    else if (key.value === undefined) problems.value = [viewerDiagnostic("viewer-not-let-in", {})];
  }

  async function ask(url: string, body: object): Promise<void> {
    const response = await post(url, body, { Authorization: `Bearer ${key.value}` }).catch(
      () => undefined,
    );
    problems.value = response?.ok ? [] : problemsOf(response);
    if (response?.status === UNKNOWN_KEY) keep(undefined);
  }

  if (location.hash.startsWith(LOGIN_MARK)) {
    void login(location.hash.slice(LOGIN_MARK.length));
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return {
    isOpen,
    problems,
    refresh: (dashboard) => ask(REFRESH_URL, { dashboard }),
    stop: () => ask(STOP_URL, {}),
  };
}

function problemsOf(response: Response | undefined): readonly FramedDiagnostic[] {
  if (response?.status === UNKNOWN_KEY) return [viewerDiagnostic("viewer-not-let-in", {})];
  return loadProblems("New rows", new LoadFailure(response?.status));
}

function stored(window: Window): string | undefined {
  try {
    return window.localStorage.getItem(STORAGE_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
