import { relative } from "node:path";
import type { Command } from "commander";
import type { Cleaned } from "../../engine/state/clean.js";
import { EXIT, type CommandContext, type CommandModule, type CommonOptions } from "../command.js";
import { openProject } from "../open-project.js";
import { diagnosticsText } from "../text/diagnostic-text.js";
import { jsonText } from "../text/json-text.js";
import { byteCount, counted } from "../text/plain-text.js";

interface CleanCommandOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly allEnvironments?: boolean;
  readonly wait?: boolean;
}

export const cleanCommand: CommandModule = {
  configure: (command) => {
    command
      .option("--dry-run", "only say what would be removed")
      .option("--all-environments", "of every environment that was run here")
      .option("--wait", "wait while a run of the project goes on");
  },
  run: clean,
};

/** The current results stay, and so does what a page that is open may still ask for. */
async function clean(command: Command, context: CommandContext): Promise<number> {
  const options = command.opts<CleanCommandOptions>();
  const { out, err } = context.terminal;
  const { project, frame } = await openProject(options, context);
  const { cleanProject } = await import("../../engine/state/clean.js");
  const dryRun = options.dryRun === true;
  const cleaned = await cleanProject(project, {
    dryRun,
    allEnvironments: options.allEnvironments === true,
    wait: options.wait === true,
    signal: context.signal,
  });
  const busy = frame(cleaned.busy);
  if (options.json) {
    const removed = cleaned.removed.map((one) => ({
      ...one,
      path: relative(project.root, one.path),
    }));
    out.write(`${jsonText({ dryRun, removed, diagnostics: busy }, 2)}\n`);
  } else {
    out.write(cleanedText(cleaned, project.root, dryRun));
    err.write(diagnosticsText(busy, err));
  }
  if (context.signal.aborted) return EXIT.interrupted;
  return busy.length > 0 ? EXIT.refused : EXIT.fine;
}

const NOUNS = {
  run: "old run",
  object: "old result",
  leftover: "leftover of a killed run",
} as const;

function cleanedText({ removed, busy }: Cleaned, root: string, dryRun: boolean): string {
  if (removed.length === 0) return busy.length > 0 ? "" : "There is nothing to remove.\n";
  const paths = dryRun ? removed.map(({ path }) => `  ${relative(root, path)}\n`) : [];
  const counts = (["run", "object", "leftover"] as const).flatMap((kind) => {
    const { length } = removed.filter((one) => one.kind === kind);
    return length === 0 ? [] : [length === 1 ? `1 ${NOUNS[kind]}` : pluralText(length, kind)];
  });
  const bytes = removed.reduce((sum, one) => sum + one.bytes, 0);
  const verb = dryRun ? "Would remove" : "Removed";
  return `${paths.join("")}${verb} ${counts.join(", ")}: ${byteCount(bytes)}.\n`;
}

function pluralText(count: number, kind: keyof typeof NOUNS): string {
  return kind === "leftover" ? `${count} leftovers of killed runs` : counted(count, NOUNS[kind]);
}
