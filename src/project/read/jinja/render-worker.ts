/** The worker in which templates are rendered, one after another, with bounded memory. */
import { setFlagsFromString } from "node:v8";
import { parentPort } from "node:worker_threads";
import type { RenderReply, RenderRequest } from "./render-messages.js";

/**
 * Pages of 64 kB: 128 MB. The flag holds for WebAssembly in the whole process and must come before
 * the engine.
 */
const MEMORY_PAGES = 2048;

setFlagsFromString(`--wasm-max-mem-pages=${MEMORY_PAGES}`);
Error.stackTraceLimit = 0; // the engine copies stack traces into its messages
const { renderTemplate } = await import("./render-template.js");

parentPort?.on("message", (request: RenderRequest) => {
  const reply: RenderReply = renderTemplate(request);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  parentPort?.postMessage(reply);
});
