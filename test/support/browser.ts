/** The system's headless Chromium, and everything on a page that a reader would call broken. */
import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

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
];

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

/** A page in a profile of its own. `origin` is the only host that it may talk to. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
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
  return { page, faults, requests, close: () => context.close() };
}
