import type { Command } from "commander";

/** The options that choose the output of dbt's `profiles.yml` on which dbt's models live. */
export function addDbtOptions(command: Command): void {
  command
    .option("--dbt-profile <name>", "dbt's profile (default: as `dbt_project.yml` says)")
    .option("--dbt-target <name>", "the output of that profile (default: as the profile says)");
}
