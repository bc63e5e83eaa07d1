/** A project that `serve` shows, and Chromium that opens its pages, for benchmarks of pages. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const program = join(import.meta.dirname, "../../bin/headwater.js");

/**
 * Writes a project into a folder of its own, serves it, and hands both over until `use` is done.
 *
 * @param {{ name: string, write: (folder: string) => void, flags?: string[] }} project `flags`: more ones for Chromium
 * @param {(opened: { browser: import("playwright-core").Browser, url: string, folder: string }) => Promise<void>} use `url` has no slash at its end
 */
export async function withServedProject({ name, write, flags = [] }, use) {
  const folder = mkdtempSync(join(tmpdir(), `headwater-${name}-`));
  try {
    write(folder);
    const child = spawn(process.execPath, [program, "serve", "--port", "0", "--json"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const browser = await chromium.launch({
      executablePath: "/usr/bin/chromium-headless-shell",
      args: [...FLAGS, ...flags],
    });
    try {
      await use({ browser, url: await untilReady(child), folder });
    } finally {
      await browser.close();
      child.kill("SIGINT");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of each number the median of some rounds, rounded; a first round is not counted. */
export async function medians(rounds, run) {
  const all = [];
  await run();
  for (let round = 0; round < rounds; round += 1) all.push(await run());
  return Object.fromEntries(
    Object.keys(all[0]).map((key) => {
      const values = all.map((one) => one[key]).toSorted((a, b) => a - b);
      return [key, Math.round(values[Math.floor(rounds / 2)])];
    }),
  );
}

/** The address that is told; what is told later is read too, so that the server can go on. */
function untilReady({ stdout }) {
  return new Promise((resolve, reject) => {
    let text = "";
    stdout.on("data", (chunk) => {
      text += chunk;
      if (!text.includes('"run-done"')) return;
      resolve(JSON.parse(text.split("\n").find((line) => line.includes('"listening"'))).url);
    });
    stdout.on("end", () => reject(new Error("serve ended")));
  });
}
