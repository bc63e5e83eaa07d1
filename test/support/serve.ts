import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { SiteEvent } from "../../src/contract/events.js";
import type { SiteDashboard } from "../../src/contract/pages/dashboard.js";
import type { Site } from "../../src/contract/pages/home.js";
import { startCli } from "./cli.js";
import { writeFiles } from "./project.js";

/** A project that is being served, seen from outside. */
export interface Served {
  readonly url: string;
  /** Lets one browser refresh. */
  readonly loginUrl: string;
  /** Jobs that ran or were tried since the last call, by name; reused ones are left out. */
  ran(): string[];
  json<Shape>(path: string): Promise<Shape>;
  dashboard(): Promise<SiteDashboard>;
  /** The next event that fits. */
  event(fits: (event: SiteEvent) => boolean): Promise<SiteEvent>;
  stderr(): string;
  stop(): Promise<number | null>;
}

/** Serves a folder and follows its event stream; ends with the test. */
export function serve(...how: Parameters<typeof launch>): Promise<Served> {
  const { served, stop } = launch(...how);
  onTestFinished(async () => void (await stop()));
  return served;
}

/** A project of these files, served for several tests, which must leave it as it is, until `stop`. */
export async function serveForAll(files: Readonly<Record<string, string>>): Promise<Served> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "headwater-served-")));
  await writeFiles(folder, files);
  const { served, stop } = launch(folder);
  const end = async () => {
    const code = await stop();
    await rm(folder, { recursive: true, force: true });
    return code;
  };
  return { ...(await served), stop: end };
}

function launch(
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  node = process.execPath,
): { readonly served: Promise<Served>; readonly stop: Served["stop"] } {
  const child = startCli(["serve", "--port", "0", "--json", ...args], { cwd, env, node });
  const ended = new Promise<number | null>((resolve) => void child.once("close", resolve));
  const stop = () => {
    child.kill("SIGINT");
    return ended;
  };
  return { served: follow(child, ended, stop), stop };
}

async function follow(
  child: ReturnType<typeof startCli>,
  ended: Promise<number | null>,
  stop: Served["stop"],
): Promise<Served> {
  const lines: { type: string; [key: string]: unknown }[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  let rest = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) lines.push(JSON.parse(line));
    wake();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  void ended.then(wake);

  async function until<Found>(find: () => Found | undefined): Promise<Found> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`serve ended: ${stderr}`);
      await new Promise<void>((resolve) => void waiting.add(resolve));
    }
  }

  const listening = await until(() => lines.find(({ type }) => type === "listening"));
  const [url, loginUrl] = [String(listening["url"]), String(listening["loginUrl"])];
  const events: SiteEvent[] = [];
  void followEvents(`${url}/data/events`, (event) => {
    events.push(event);
    wake();
  });
  const json = async <Shape>(path: string) => (await fetch(url + path)).json() as Promise<Shape>;
  let seenLines = 0;
  return {
    url,
    loginUrl,
    json,
    stop,
    stderr: () => stderr,
    ran: () => {
      const news = lines.slice(seenLines);
      seenLines = lines.length;
      return news.flatMap((line) => {
        const { type, status, job } = line as {
          type: string;
          status?: string;
          job?: { name: string };
        };
        return type === "job-done" && status !== "reused" && job ? [job.name] : [];
      });
    },
    dashboard: async () => {
      const { dashboards } = await json<Site>("/data/site.json");
      return json<SiteDashboard>(dashboards[0]?.url ?? "");
    },
    event: (fits) =>
      until(() => {
        const index = events.findIndex(fits);
        return index < 0 ? undefined : events.splice(0, index + 1).at(-1);
      }),
  };
}

/** Reads a stream of server-sent events until it ends. */
async function followEvents(url: string, onEvent: (event: SiteEvent) => void): Promise<void> {
  const { body } = await fetch(url);
  let text = "";
  try {
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (text + chunk).split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        if (block.startsWith("data: ")) onEvent(JSON.parse(block.slice("data: ".length)));
      }
    }
  } catch {
    // The server ended.
  }
}
