import { Hono } from "hono";
import type { Assets } from "./assets.js";
import type { Content } from "./content.js";
import type { Live } from "./live.js";
import type { ResultFiles } from "../site/result-files.js";
import { addData } from "./routes/data.js";
import { addEvents } from "./routes/events.js";
import { addPages } from "./routes/pages.js";
import { onlyHosts, onlyReads, securityHeaders } from "./security.js";

export interface AppOptions {
  /** The port that the server listens on: part of the only host names it answers to. */
  readonly port: number;
  readonly assets: Assets;
  readonly currentContent: () => Promise<Content>;
  readonly resultFiles: ResultFiles;
  readonly live: Live;
}

/** All routes. None reads a path from the URL, none changes anything. */
export function createApp({ port, assets, currentContent, resultFiles, live }: AppOptions): Hono {
  const app = new Hono();
  app.use(securityHeaders, onlyHosts(port), onlyReads);
  addEvents(app, live);
  addData(app, currentContent, resultFiles);
  addPages(app, assets);
  app.notFound((context) => context.text("Not found.\n", 404));
  app.onError((_, context) => context.text("The server failed to answer.\n", 500));
  return app;
}
