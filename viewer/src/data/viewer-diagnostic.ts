import { VIEWER_CODES } from "virtual:viewer-codes";
import type { Diagnostic } from "../../../src/contract/diagnostic.js";
import type {
  ViewerCode,
  ViewerDefinition,
  ViewerValues,
} from "../../../src/contract/viewer-code.js";

/** A diagnostic that the page makes by itself; `detail` is what a browser or a library said. */
export function viewerDiagnostic<Code extends ViewerCode>(
  code: Code,
  values: ViewerValues[Code],
  detail?: string,
): Diagnostic {
  const { severity, message, hint }: ViewerDefinition<Code> = VIEWER_CODES[code];
  const advice = hint?.(values);
  return {
    code,
    severity,
    message: message(values),
    ...(advice !== undefined && { hint: advice }),
    ...(detail !== undefined && { detail }),
  };
}
