import type { SourceCheck } from "../engine/check-sources.js";
import type { ReadProject } from "../project/disclosure.js";
import type { CheckReport } from "./text/check-text.js";

/**
 * The doctor's report, with frames and without secrets: each text passes the framing's scrubber
 * once more.
 */
export function checkReport(
  found: SourceCheck,
  { frame, scrub }: Pick<ReadProject, "frame" | "scrub">,
): CheckReport {
  const { source, ok, settings, stages, diagnostics } = found;
  return {
    name: source.name,
    type: source.type,
    at: source.at,
    ok,
    settings: settings.map((setting) => ({
      ...setting,
      ...(setting.value !== undefined && { value: scrub.text(setting.value) }),
    })),
    stages: stages.map(({ stage, ok: passed, detail, diagnostic }) => {
      const [framed] = diagnostic ? frame([diagnostic]) : [];
      return {
        stage,
        ok: passed,
        ...(detail !== undefined && { detail: scrub.text(detail) }),
        ...(framed && { diagnostic: framed }),
      };
    }),
    diagnostics: frame(diagnostics),
  };
}
