/** Dashboards name their level by its position or by its title. */
import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import type { Dashboard } from "./objects.js";
import type { Defaults } from "./project.js";

/**
 * The position of a dashboard's level among those of the project: `1`, `"1"`, `L1` or the title in
 * any case.
 */
export function levelOf(
  { level }: Pick<Dashboard, "level">,
  levels: Defaults["levels"],
): number | undefined {
  if (level === undefined) return undefined;
  const title = String(level).toLowerCase();
  const index = levels.findIndex((known) => known.title.toLowerCase() === title);
  if (index >= 0) return index;
  const position = /^l?(\d+)$/.exec(title)?.[1];
  return position !== undefined && levels[Number(position)] ? Number(position) : undefined;
}

/** One diagnostic for each dashboard whose level is none of the project's. */
export function checkLevels(
  dashboards: readonly Dashboard[],
  levels: Defaults["levels"],
): Diagnostic[] {
  return dashboards.flatMap((dashboard) => {
    const { level } = dashboard;
    if (level === undefined || levelOf(dashboard, levels) !== undefined) return [];
    const titles = levels.map(({ title }) => title);
    const hint =
      suggest(String(level), titles) ??
      `The levels are 0 to ${levels.length - 1}, or their titles; \`defaults\` lists them.`;
    const at = dashboard.locate(["level"]);
    return [createDiagnostic("unknown-level", { level: String(level) }, { at, hint })];
  });
}
