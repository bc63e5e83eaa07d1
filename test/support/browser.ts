/** The system's headless Chromium, and everything on a page that a reader would call broken. */
import { existsSync } from "node:fs";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "playwright-core";

const EXECUTABLE = "/usr/bin/chromium-headless-shell";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-unsafe-swiftshader",
  // Pages that follow each other share what was compiled.
  "--process-per-site",
];

/** That of a page unless it is told another one. */
const VIEWPORT = { width: 1280, height: 720 };

/** What a driver without a graphics card says about its own speed. */
const SOFTWARE_DRAWING = /GL Driver Message|willReadFrequently/;

/** Whether browser tests can run on this machine. */
export const hasBrowser = existsSync(EXECUTABLE);

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}

export interface WatchedPage {
  readonly page: Page;
  /**
   * Console errors, uncaught errors, violations of the content policy and requests to other hosts,
   * as they happen.
   */
  readonly faults: string[];
  /** Paths of the requests to the page's own host, in order. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

/**
 * A page in an empty profile that is its own until it is closed. `origin` is the only host that it
 * may talk to. A profile of the same options serves again, with the process that has compiled the
 * code of the viewer: most of what a page costs.
 */
export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const { viewport = VIEWPORT, colorScheme = "light", reducedMotion, ...fixed } = options;
  const { context, leave } = await takeProfile(browser, fixed);
  const page = await context.newPage();
  if (viewport) await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion: reducedMotion ?? "no-preference" });
  const faults: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    const [type, text] = [message.type(), message.text()];
    if ((type === "error" || type === "warning") && !SOFTWARE_DRAWING.test(text)) {
      faults.push(`console ${type}: ${text}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin === origin) requests.push(url.pathname);
    else if (url.protocol !== "data:" && url.protocol !== "blob:") {
      faults.push(`request to another host: ${url.href}`);
    }
  });
  await page.exposeFunction("recordViolation", (text: string) => faults.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { recordViolation } = globalThis as unknown as {
        recordViolation: (text: string) => void;
      };
      recordViolation(`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  const close = async () => {
    await page.close();
    await leave(origin);
  };
  return { page, faults, requests, close };
}

interface Profile {
  readonly context: BrowserContext;
  /** Empties the profile, which knows a page of `origin`, for whoever takes it next. */
  readonly leave: (origin: string) => Promise<void>;
}

/** By browser and options those that are empty. */
const profiles = new WeakMap<Browser, Map<string, Profile[]>>();

/** A profile with these options, which a page cannot change. */
async function takeProfile(browser: Browser, options: BrowserContextOptions): Promise<Profile> {
  const all = profiles.get(browser) ?? new Map<string, Profile[]>();
  profiles.set(browser, all);
  const key = JSON.stringify(options);
  const left = all.get(key) ?? [];
  all.set(key, left);
  return left.pop() ?? makeProfile(browser, options, left);
}

async function makeProfile(
  browser: Browser,
  options: BrowserContextOptions,
  left: Profile[],
): Promise<Profile> {
  const context = await browser.newContext(options);
  // An empty page keeps the process of its site: that of all pages, whatever their port.
  const keeper = await context.newPage();
  await keeper.route("**", (route) => route.fulfill({ contentType: "text/html", body: "" }));
  await keeper.goto("http://127.0.0.1/");
  const session = await context.newCDPSession(keeper);
  const profile: Profile = {
    context,
    leave: async (origin) => {
      await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
      await context.clearCookies();
      left.push(profile);
    },
  };
  return profile;
}
