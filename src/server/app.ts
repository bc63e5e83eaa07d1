import { Hono } from "hono";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { Framing } from "../diagnostics/framing.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../rows/stream.js";
import type { Assets } from "./assets.js";
import type { Content } from "./content.js";
import type { Live } from "./live.js";
import type { ResultFiles } from "../site/result-files.js";
import { addData } from "./routes/data.js";
import { addEvents } from "./routes/events.js";
import { addPages } from "./routes/pages.js";
import { addRefresh, CHANGES, type RefreshOptions } from "./routes/refresh.js";
import { onlyHosts, onlyOwnPages, onlyReads, securityHeaders } from "./security.js";

export interface AppOptions extends RefreshOptions {
  /** The port that the server listens on: part of the only host names it answers to. */
  readonly port: number;
  readonly assets: Assets;
  readonly currentContent: () => Promise<Content>;
  readonly resultFiles: ResultFiles;
  readonly live: Live;
  /** Event streams that are open at once; a number of our own when absent. */
  readonly mostStreams?: number | undefined;
  /** Takes secrets and the project's folder out of what a page gets to see. */
  readonly frame: Framing;
  /** Called with the error of a request that could not be answered. */
  readonly onFailure: (error: unknown) => void;
}

/** All routes. None reads a path from the URL; only those of `refresh.ts` change anything. */
export function createApp(options: AppOptions): Hono {
  const { port, assets, currentContent, resultFiles, live, mostStreams, frame, onFailure } =
    options;
  const app = new Hono();
  app.use(securityHeaders, onlyHosts(port), onlyReads(CHANGES));
  app.use("/data/*", onlyOwnPages);
  addRefresh(app, options);
  addEvents(app, live, mostStreams);
  addData(app, { currentContent, resultFiles, onFailure });
  addPages(app, assets, currentContent);
  app.notFound((context) => context.text("Not found.\n", 404));
  app.onError((error, context) => {
    onFailure(error);
    const diagnostics = frame([asDiagnostic(error, context.req.path)]);
    return context.json({ diagnostics }, 500);
  });
  return app;
}

function asDiagnostic(error: Error, path: string): Diagnostic {
  if (error instanceof SourceError) return error.diagnostic;
  return createDiagnostic("request-failed", { path, reason: error.message });
}
