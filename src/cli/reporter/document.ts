import type { Terminal } from "../terminal.js";
import { jsonText } from "../text/json-text.js";
import { createPlainReporter } from "./plain.js";
import type { Reporter } from "./reporter.js";

/**
 * Of a command whose result is one document: with `--json` the errors that end it are that document,
 * `{ "diagnostics": […] }`; all else is text on standard error.
 */
export function createDocumentReporter({ out, err }: Terminal, json: boolean): Reporter {
  const plain = createPlainReporter(err);
  return {
    ...plain,
    diagnostics(diagnostics) {
      if (json && diagnostics.some(({ severity }) => severity === "error")) {
        out.write(`${jsonText({ diagnostics }, 2)}\n`);
      } else plain.diagnostics(diagnostics);
    },
  };
}
